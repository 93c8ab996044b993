package dev.milvusaccess.server.conformance;

import dev.milvusaccess.client.Grant;
import dev.milvusaccess.client.MilvusAccessClient;
import dev.milvusaccess.server.testing.Api;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Assumptions;

/**
 * The server that a suite describes.
 *
 * @param endpoint scheme, host and port
 * @param token of a user who may do everything
 */
public record Target(String endpoint, String token) {

  /** In the name of whatever the suites make. */
  private static final String PREFIX = "maconf_";

  /** A name that no other test, and no other run against the same server, uses; 22 characters. */
  static String freshName() {
    return PREFIX + "%015x".formatted(ThreadLocalRandom.current().nextLong() & 0xfffffffffffffffL);
  }

  /** Whether a suite made what is called so. */
  static boolean isOurs(String name) {
    return name.contains(PREFIX);
  }

  /** The server that the command line names with {@code milvus-access.url} and {@code .token}. */
  static Target fromCommandLine() {
    String url = System.getProperty("milvus-access.url");
    Assumptions.assumeTrue(url != null, "No -Dmilvus-access.url was given");
    return new Target(url, System.getProperty("milvus-access.token", "root:Milvus"));
  }

  /**
   * Drops a role with its grants, each revoked in both forms, since neither can name them all: the
   * one knows no groups, the other takes the name of a user for a collection.
   */
  void dropRole(String role) {
    for (Grant grant : client().roles().describe(role).grants()) {
      api()
          .call(
              "roles/revoke_privilege",
              "roleName",
              role,
              "objectType",
              grant.objectType(),
              "objectName",
              grant.objectName(),
              "privilege",
              grant.privilege(),
              "dbName",
              grant.dbName());
      if (!grant.objectType().equals("User")) {
        client().roles().revoke(role, grant.privilege(), grant.dbName(), grant.objectName());
      }
    }
    client().roles().drop(role);
  }

  MilvusAccessClient client() {
    return client(token);
  }

  MilvusAccessClient client(String otherToken) {
    return MilvusAccessClient.builder().endpoint(endpoint).token(otherToken).build();
  }

  Api api() {
    return new Api(endpoint, token);
  }
}
