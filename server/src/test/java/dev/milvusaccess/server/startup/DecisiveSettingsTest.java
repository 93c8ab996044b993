package dev.milvusaccess.server.startup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.TestServer;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Which settings the build's bean definitions must not be used with. */
class DecisiveSettingsTest {

  private static final Pattern SETTING =
      Pattern.compile(
          "(?<![\\w.])(server|spring|management|logging|milvus-access)(\\.[a-z][a-z0-9-]*)+");

  @RegisterExtension static final TestServer SERVER = TestServer.embedded();

  /** Else a setting would be ignored that somebody has made. */
  @Test
  void whatConditionsAskForIsDecisive() {
    Set<String> asked = new TreeSet<>();
    SERVER
        .bean(ConditionEvaluationReport.class)
        .getConditionAndOutcomesBySource()
        .values()
        .forEach(
            all ->
                all.forEach(
                    each ->
                        SETTING
                            .matcher(each.getOutcome().getMessage())
                            .results()
                            .map(MatchResult::group)
                            .forEach(asked::add)));
    assertThat(asked)
        .contains("server.forward-headers-strategy", "spring.flyway.enabled")
        .filteredOn(name -> !DecisiveSettings.isDecisive(ConfigurationPropertyName.of(name)))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "server.forward-headers-strategy",
        "server.forward.headers.strategy",
        "management.endpoint.health.show-details",
        "management.server.port-type",
        "spring.profiles.active",
        "spring.config.location",
        "spring.datasource.type",
        "spring.threads.virtual.enabled",
        "debug"
      })
  void theseAre(String name) {
    assertThat(decisive(Map.of(name, "x"))).containsExactly(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "server.port",
        "server.ssl.bundle",
        "spring.config.import",
        "spring.datasource.url",
        "spring.datasource.hikari.maximum-pool-size",
        "spring.ssl.bundle.pem.web.keystore.certificate",
        "management.server.address",
        "milvus-access.data-dir",
        "logging.level.root",
        "java.home",
        "serverless"
      })
  void theseAreNot(String name) {
    assertThat(decisive(Map.of(name, "1"))).isEmpty();
  }

  /** That is another kind of port, for which there are other beans. */
  @ParameterizedTest
  @ValueSource(strings = {"-1", "19530", "none"})
  void soIsAManagementPortThatIsNone(String port) {
    assertThat(decisive(Map.of("management.server.port", port, "server.port", "19530")))
        .containsExactly("management.server.port");
    assertThat(decisive(Map.of("management.server.port", "19531", "server.port", "19530")))
        .isEmpty();
  }

  @Test
  void variablesAreSettings() {
    StandardEnvironment environment = empty();
    environment
        .getPropertySources()
        .addFirst(
            new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                Map.of(
                    "MANAGEMENT_HEALTH_DB_ENABLED", "false",
                    "MILVUS_ACCESS_ROOT_PASSWORD", "x",
                    "SERVER_PORT", "1",
                    "PATH", "/bin")));
    assertThat(DecisiveSettings.in(environment)).containsExactly("management.health.db.enabled");
  }

  private static Iterable<String> decisive(Map<String, Object> settings) {
    StandardEnvironment environment = empty();
    environment.getPropertySources().addFirst(new MapPropertySource("given", settings));
    return DecisiveSettings.in(environment);
  }

  private static StandardEnvironment empty() {
    StandardEnvironment environment = new StandardEnvironment();
    environment.getPropertySources().stream()
        .toList()
        .forEach(source -> environment.getPropertySources().remove(source.getName()));
    environment
        .getPropertySources()
        .addLast(
            new MapPropertySource(
                "class path resource [application.yaml]",
                Map.of("management.server.port", "9091", "server.port", "19530")));
    return environment;
  }
}
