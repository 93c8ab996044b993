package dev.milvusaccess.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.request.CurrentRequest;
import dev.milvusaccess.server.request.RequestContext;
import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.TestServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * A commit that began before the deadline and ended after it is a success, not a 408. (On SQLite,
 * see {@link GroupCommitTest}.)
 */
class LateCommitTest {

  @RegisterExtension static final TestServer SERVER = TestServer.postgres().with(LateCommits.class);

  /** Commits what a request changes after its deadline. */
  static class LateCommits implements BeanPostProcessor {

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
      return bean instanceof PlatformTransactionManager manager ? new Late(manager) : bean;
    }
  }

  private record Late(PlatformTransactionManager manager) implements PlatformTransactionManager {

    @Override
    public TransactionStatus getTransaction(TransactionDefinition definition) {
      return manager.getTransaction(definition);
    }

    @Override
    public void commit(TransactionStatus status) {
      RequestContext request = CurrentRequest.orNull();
      boolean changesSomething = !TransactionSynchronizationManager.getSynchronizations().isEmpty();
      if (request != null && request.id().equals("late") && changesSomething) {
        while (!request.deadline().hasPassed()) {
          Thread.onSpinWait();
        }
      }
      manager.commit(status);
    }

    @Override
    public void rollback(TransactionStatus status) {
      manager.rollback(status);
    }
  }

  @Test
  void itIsAnsweredAsWhatItIs() {
    Api alice = SERVER.newUser("alice");

    SERVER
        .root()
        .send(
            "users/drop",
            "{\"userName\":\"alice\"}",
            "Request-Timeout",
            "1",
            "X-Request-Id",
            "late")
        .isDone();

    assertThat(SERVER.client().users().list()).isEqualTo(List.of("root"));
    alice.call("users/list").isUnauthenticated();
  }
}
