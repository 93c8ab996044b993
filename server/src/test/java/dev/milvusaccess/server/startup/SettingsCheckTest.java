package dev.milvusaccess.server.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.milvusaccess.server.errors.StartupFailure;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

@ExtendWith(OutputCaptureExtension.class)
class SettingsCheckTest {

  @ConfigurationProperties("milvus-access")
  record Sample(String rootPassword, List<String> superUsers) {}

  @ConfigurationProperties("milvus-access.limits")
  record SampleLimits(int userNameBytes) {}

  /** For what the server's own application.yaml sets. */
  @ConfigurationProperties("milvus-access.security-log")
  record SampleLog(String file) {}

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties({Sample.class, SampleLimits.class, SampleLog.class})
  @Import(SettingsCheck.class)
  static class Server {}

  private static void start(Map<String, Object> variables, String... arguments) {
    StandardEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .addFirst(
            new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
    new SpringApplicationBuilder(Server.class)
        .environment(environment)
        .web(WebApplicationType.NONE)
        .run(arguments)
        .close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--milvus-access.root-password=x",
        "--milvus-access.rootPassword=x",
        "--milvus-access.super-users=a,b",
        "--milvus-access.super-users[0]=a",
        "--milvus-access.limits.user-name-bytes=3",
        "--server.port=0",
        "--spring.datasource.hikari.maximum-pool-size=4",
        "--management.server.port=0",
        "--debug"
      })
  void theseAreSettings(String argument) {
    assertThatCode(() -> start(Map.of(), argument)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --milvus-access.root-pasword=x    | There is no setting milvus-access.root-pasword; did you mean milvus-access.root-password?
          --milvus-access.limits.name=3     | There is no setting milvus-access.limits.name; did you mean milvus-access.limits.user-name-bytes?
          --milvus-access.super-users-list=a | There is no setting milvus-access.super-users-list; did you mean milvus-access.super-users?
          --address=127.0.0.1               | There is no setting --address; did you mean --server.address?
          --sever.port=1                    | There is no setting --sever.port; did you mean --server.port?
          start                             | "start" is not a setting; write settings as --name=value, see --help
          """)
  void theseAreNone(String argument, String line) {
    assertThatThrownBy(() -> start(Map.of(), argument))
        .isInstanceOf(StartupFailure.class)
        .hasMessage(line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MILVUS_ACCESS_ROOT_PASSWORD",
        "MILVUS_ACCESS_ROOTPASSWORD",
        "MILVUS_ACCESS_LIMITS_USERNAMEBYTES",
        "MILVUS_ACCESS_SUPER_USERS_0",
        "MILVUS_TOKEN",
        "PATH"
      })
  void theseVariablesAreSettingsOrNobodys(String variable) {
    assertThatCode(() -> start(Map.of(variable, "1"))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "MILVUS_ACCESS_ROOT_PASSWD, milvus-access.root-password",
    "MILVUS_ACCESS_SUPERUSER, milvus-access.super-users"
  })
  void aVariableOfOursThatIsNoSettingIsRefused(String variable, String nearest) {
    assertThatThrownBy(() -> start(Map.of(variable, "1")))
        .isInstanceOf(StartupFailure.class)
        .hasMessage("There is no setting %s; did you mean %s?".formatted(variable, nearest));
  }

  /** Or a pod would not start, because of a Service that somebody named as it should be named. */
  @Test
  void whatKubernetesTellsOfAServiceIsLeftAlone(CapturedOutput output) {
    start(
        Map.of(
            "MILVUS_ACCESS_SERVICE_HOST", "10.0.0.1",
            "MILVUS_ACCESS_PORT", "tcp://10.0.0.1:19530",
            "MILVUS_ACCESS_ROOT_PASSWORD", "x"));

    assertThat(output)
        .containsOnlyOnce(
            "Ignored, because Kubernetes sets them for a Service: MILVUS_ACCESS_PORT, MILVUS_ACCESS_SERVICE_HOST");
  }
}
