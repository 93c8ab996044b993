package dev.milvusaccess.testing;

import java.util.List;
import java.util.Map;

/** What is in the server when a test begins, beside what every server has. */
record Seed(
    Map<String, SeedUser> users,
    Map<String, List<SeedGrant>> roles,
    Map<String, List<String>> groups,
    MilvusVersion version,
    int port) {

  record SeedUser(String password, List<String> roles) {}

  record SeedGrant(String privilege, String dbName, String collectionName) {}
}
