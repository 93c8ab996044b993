package dev.milvusaccess.server.security;

import static dev.milvusaccess.server.testing.Answer.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.store.Authority;
import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.Secrets;
import dev.milvusaccess.server.testing.TestServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;

/** When what decides is itself at fault, nobody is let in and nothing is changed. */
@ExtendWith(OutputCaptureExtension.class)
class FailClosedTest {

  /** Which of the coming decisions is at fault; none if it is not positive. */
  private static final AtomicInteger DECISIONS_UNTIL_FAULT = new AtomicInteger();

  @RegisterExtension
  static final TestServer SERVER = TestServer.embedded().with(FaultyAuthority.class);

  @TestConfiguration(proxyBeanMethods = false)
  static class FaultyAuthority {

    @Bean
    static BeanPostProcessor faultyAuthority() {
      return new BeanPostProcessor() {
        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
          return bean instanceof Authority authority ? faulty(authority) : bean;
        }
      };
    }

    private static Authority faulty(Authority authority) {
      return (request, permissions) -> {
        if (DECISIONS_UNTIL_FAULT.getAndDecrement() == 1) {
          throw new IllegalStateException("details that nobody may see");
        }
        authority.require(request, permissions);
      };
    }
  }

  @Test
  void aFaultOfTheEarlyCheckChangesNothing(CapturedOutput output) {
    dropWithFaultIn(1);

    assertThat(output).contains("Unexpected failure of request ");
  }

  @Test
  void aFaultWithinTheUnitOfWorkChangesNothing() {
    dropWithFaultIn(2);
  }

  private static void dropWithFaultIn(int decision) {
    Api user = SERVER.newUser("kept" + decision);
    DECISIONS_UNTIL_FAULT.set(decision);

    SERVER
        .root()
        .call("users/drop", "userName", "kept" + decision)
        .is(500, error(5, "service internal error"));

    assertThat(user.isLetIn()).isTrue();
    SERVER.root().call("users/drop", "userName", "kept" + decision).isDone();
    assertThat(user.isLetIn()).isFalse();
  }

  /** The file was damaged while nobody had it; a server does not look for that while it runs. */
  @Test
  void aStoredHashThatIsDamagedLetsNobodyIn() throws Exception {
    for (String damaged : new String[] {"", "*", "$2a$04$tooShort", Secrets.MARK}) {
      String token = SERVER.newUser("damaged").token();
      assertThat(new Api(SERVER.endpoint(), token).isLetIn()).isTrue();
      SERVER.stop();
      try (Connection connection = DriverManager.getConnection(SERVER.jdbcUrl());
          PreparedStatement update =
              connection.prepareStatement(
                  "update credential set password_hash = ? where user_name = 'damaged'")) {
        update.setString(1, damaged);
        assertThat(update.executeUpdate()).isEqualTo(1);
      }
      SERVER.start();

      Api user = new Api(SERVER.endpoint(), token);
      user.call("users/list").isUnauthenticated();
      user.as("damaged", damaged).call("users/list").isUnauthenticated();
      user.as("damaged", "Milvus").call("users/list").isUnauthenticated();

      SERVER.client().users().drop("damaged");
    }
  }
}
