package dev.milvusaccess.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.milvusaccess.server.generated.api.UsersApiDelegate;
import dev.milvusaccess.server.generated.model.AcknowledgeResponse;
import dev.milvusaccess.server.testing.TestServer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.http.ResponseEntity;

/** The suite is worth something only if a server that pretends to drop users does not pass it. */
class LyingDelegateTest {

  /** Not found by the build, because its name does not end in Test; run below. */
  static class SuiteAgainstALiar extends UsersApiSuite {

    @RegisterExtension
    static final TestServer SERVER = TestServer.embedded().with(PretendsToDrop.class);

    @Override
    Target target() {
      return new Target(SERVER.endpoint(), SERVER.rootToken());
    }
  }

  @TestConfiguration(proxyBeanMethods = false)
  static class PretendsToDrop {

    @Bean
    static BeanPostProcessor liar() {
      return new BeanPostProcessor() {
        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
          return bean instanceof UsersApiDelegate honest ? lying(honest) : bean;
        }
      };
    }

    private static Object lying(UsersApiDelegate honest) {
      return Proxy.newProxyInstance(
          UsersApiDelegate.class.getClassLoader(),
          new Class<?>[] {UsersApiDelegate.class},
          (proxy, method, arguments) -> {
            if (method.getName().equals("dropUser")) {
              return ResponseEntity.ok(new AcknowledgeResponse(0).data(Map.of()));
            }
            try {
              return method.invoke(honest, arguments);
            } catch (InvocationTargetException e) {
              throw e.getCause();
            }
          });
    }
  }

  @Test
  void aServerThatPretendsToDropDoesNotPass() {
    List<String> failed =
        EngineTestKit.engine("junit-jupiter")
            .selectors(selectClass(SuiteAgainstALiar.class))
            .execute()
            .testEvents()
            .failed()
            .stream()
            .map(Event::getTestDescriptor)
            .map(test -> test.getDisplayName())
            .toList();

    assertThat(failed)
        .contains(
            "aDroppedUserIsRefusedAtOnce()",
            "blanksAroundTheNameToDropAreRemoved()",
            "aUserCreatedAgainHasOnlyItsNewPassword()",
            "rootCannotBeDropped()",
            "rootCannotBeDroppedBehindBlanks()");
  }
}
