package dev.milvusaccess.server.users;

import dev.milvusaccess.server.deadline.Deadline;
import dev.milvusaccess.server.passwords.HashUpgrade;
import dev.milvusaccess.server.store.AccessStore;
import dev.milvusaccess.server.store.CredentialUpdate;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Replaces a stored hash by a stronger one of the same credential. */
@Component
class StoredHashUpgrade implements HashUpgrade {

  private static final Duration TIME_TO_WRITE = Duration.ofSeconds(5);

  private final AccessStore store;

  StoredHashUpgrade(AccessStore store) {
    this.store = store;
  }

  @Override
  public void store(String userName, String oldHash, String newHash) {
    store.updateCredential(
        new CredentialUpdate(userName, oldHash, newHash, null), Deadline.in(TIME_TO_WRITE));
  }
}
