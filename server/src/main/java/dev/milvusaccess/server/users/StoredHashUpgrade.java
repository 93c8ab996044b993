package dev.milvusaccess.server.users;

import dev.milvusaccess.server.passwords.HashUpgrade;
import dev.milvusaccess.server.request.CurrentRequest;
import dev.milvusaccess.server.request.Deadline;
import dev.milvusaccess.server.request.RequestContext;
import dev.milvusaccess.server.store.Evidence;
import dev.milvusaccess.server.store.Revocation;
import dev.milvusaccess.server.store.UnitsOfWork;
import dev.milvusaccess.server.store.UserStore;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Replaces a stored hash by a stronger one of the same credential, which takes nothing away. */
@Component
class StoredHashUpgrade implements HashUpgrade {

  private static final Duration TIME_TO_WRITE = Duration.ofSeconds(5);

  private final UnitsOfWork units;
  private final UserStore users;

  StoredHashUpgrade(UnitsOfWork units, UserStore users) {
    this.units = units;
    this.users = users;
  }

  @Override
  public void store(String userName, String oldHash, String newHash) {
    CurrentRequest.run(
        RequestContext.ofServer("upgradeHash", Deadline.in(TIME_TO_WRITE)),
        () ->
            units.write(
                Revocation.from(userName), // takes nothing, but must not meet a new password
                () -> Evidence.of(users.upgrade(userName, oldHash, newHash)).user(userName)));
  }
}
