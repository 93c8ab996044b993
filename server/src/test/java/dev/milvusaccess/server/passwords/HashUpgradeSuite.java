package dev.milvusaccess.server.passwords;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.contract.Contract;
import dev.milvusaccess.server.errors.UnauthenticatedException;
import dev.milvusaccess.server.request.Caller;
import dev.milvusaccess.server.request.CurrentRequest;
import dev.milvusaccess.server.request.Deadline;
import dev.milvusaccess.server.request.RequestContext;
import dev.milvusaccess.server.request.Subject;
import dev.milvusaccess.server.store.UnitsOfWork;
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

  private JdbcClient jdbc() {
    return JdbcClient.create(new DriverManagerDataSource(server().jdbcUrl()));
  }

  private String storedHash() {
    return jdbc()
        .sql("select password_hash from credential where user_name = ?")
        .param(user)
        .query(String.class)
        .single();
  }

  /** Whether a request of the user that was verified against this hash is still let in. */
  private boolean isLetInWith(String verifiedHash) {
    RequestContext request =
        new RequestContext(
            "in-flight",
            "127.0.0.1",
            Deadline.in(Duration.ofSeconds(30)),
            new Caller(user, verifiedHash),
            new Contract().operation("describeUser"),
            new Subject(user, null, null),
            false);
    try {
      return CurrentRequest.call(request, () -> server().bean(UnitsOfWork.class).read(() -> true));
    } catch (UnauthenticatedException e) {
      return false;
    }
  }

  @BeforeEach
  void aUserFromBefore() {
    server().root().call("users/create", "userName", user, "password", password).isDone();
    jdbc()
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

    assertThat(isLetInWith(weak)).isTrue();
    String next = Secrets.fresh();
    own()
        .call("users/update_password", "userName", user, "password", password, "newPassword", next)
        .isDone();
    assertThat(isLetInWith(weak)).isFalse();
    assertThat(own().isLetIn()).isFalse();
    assertThat(own().as(user, next).isLetIn()).isTrue();
  }

  @Test
  void anotherLifeOfTheUserIsNotTheSame() {
    logInAndAwaitUpgrade();
    String upgraded = storedHash();
    server().root().call("users/drop", "userName", user).isDone();
    assertThat(isLetInWith(upgraded)).isFalse();
    server().root().call("users/create", "userName", user, "password", password).isDone();

    assertThat(isLetInWith(weak)).isFalse();
    assertThat(isLetInWith(upgraded)).isFalse();
    assertThat(isLetInWith(storedHash())).isTrue();
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
