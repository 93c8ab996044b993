package dev.milvusaccess.server.store;

import java.util.HashSet;
import java.util.Set;

/**
 * Whose account a transaction has changed. A statement that does not say whom it concerns concerns
 * everybody, so what is forgotten here costs time, and lets nobody in. Used by one thread at a
 * time.
 */
final class Changes {

  private final Set<String> users = new HashSet<>();
  private boolean everybody;

  void of(String userName) {
    users.add(userName);
  }

  void ofEverybody() {
    everybody = true;
  }

  boolean concern(String userName) {
    return everybody || users.contains(userName);
  }

  boolean concernEverybody() {
    return everybody;
  }

  Set<String> users() {
    return users;
  }

  void clear() {
    users.clear();
    everybody = false;
  }
}
