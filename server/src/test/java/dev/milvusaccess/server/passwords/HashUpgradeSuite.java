package dev.milvusaccess.server.passwords;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.deadline.Deadline;
import dev.milvusaccess.server.store.AccessStore;
import dev.milvusaccess.server.store.Credential;
import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.Secrets;
import dev.milvusaccess.server.testing.TestServer;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.security.crypto.bcrypt.BCrypt;

/** The strength was raised to 5, and there are users from before. */
abstract class HashUpgradeSuite {

  private final String user = "old" + UUID.randomUUID().toString().substring(0, 8);
  private final String password = Secrets.fresh();
  private final String weak = BCrypt.hashpw(password, BCrypt.gensalt(4));

  abstract TestServer server();

  private Api own() {
    return server().root().as(user, password);
  }

  private AccessStore store() {
    return server().bean(AccessStore.class);
  }

  private static Deadline later() {
    return Deadline.in(Duration.ofSeconds(30));
  }

  private String storedHash() {
    return store().findCredential(user, later()).map(Credential::passwordHash).orElseThrow();
  }

  @BeforeEach
  void aUserFromBefore() {
    server().root().call("users/create", "userName", user, "password", password).isDone();
    JdbcClient.create(new DriverManagerDataSource(server().jdbcUrl()))
        .sql("update credential set password_hash = ? where user_name = ?")
        .params(weak, user)
        .update();
  }

  private void logInAndAwaitUpgrade() {
    assertThat(own().isLetIn()).isTrue();
    long giveUp = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (storedHash().equals(weak) && System.nanoTime() < giveUp) {
      Thread.onSpinWait();
    }
    assertThat(storedHash()).startsWith("$2a$05$");
  }

  @Test
  void aLogInUpgradesTheHash() {
    logInAndAwaitUpgrade();

    assertThat(own().isLetIn()).isTrue();
    assertThat(own().as(user, password + "x").isLetIn()).isFalse();
  }

  @Test
  void whoWasVerifiedAgainstTheOldHashGoesOn() {
    logInAndAwaitUpgrade();

    assertThat(store().permissionsOf(user, weak, later())).isPresent();
    String next = Secrets.fresh();
    own()
        .call("users/update_password", "userName", user, "password", password, "newPassword", next)
        .isDone();
    assertThat(store().permissionsOf(user, weak, later())).isEmpty();
    assertThat(own().isLetIn()).isFalse();
    assertThat(own().as(user, next).isLetIn()).isTrue();
  }

  @Test
  void anotherLifeOfTheUserIsNotTheSame() {
    logInAndAwaitUpgrade();
    String upgraded = storedHash();
    server().root().call("users/drop", "userName", user).isDone();
    assertThat(store().permissionsOf(user, upgraded, later())).isEmpty();
    server().root().call("users/create", "userName", user, "password", password).isDone();

    assertThat(store().permissionsOf(user, weak, later())).isEmpty();
    assertThat(store().permissionsOf(user, upgraded, later())).isEmpty();
    assertThat(store().permissionsOf(user, storedHash(), later())).isPresent();
  }

  /** An upgrade that comes late must not bring an old password back. */
  @Test
  void anUpgradeOfAnEarlierPasswordChangesNothing() {
    String next = Secrets.fresh();
    server()
        .root()
        .as(user, password)
        .call("users/update_password", "userName", user, "password", password, "newPassword", next)
        .isDone();
    String now = storedHash();
    String late = BCrypt.hashpw(password, StoredHash.saltWithCost(weak, 5));
    server().bean(HashUpgrade.class).store(user, weak, late);

    assertThat(storedHash()).isEqualTo(now);
  }
}
