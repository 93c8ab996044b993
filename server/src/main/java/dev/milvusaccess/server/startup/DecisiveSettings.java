package dev.milvusaccess.server.startup;

import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;

/**
 * Settings on which it may depend which beans there are, because a condition of Spring Boot may ask
 * for them: all that are given from outside, but for those that are known to be only read by beans.
 */
final class DecisiveSettings {

  /** What Spring and the libraries read; nothing else is a setting. */
  private static final List<ConfigurationPropertyName> ALL =
      names("server", "spring", "management", "debug", "trace");

  /** Only read by beans. No condition asks for these, as DecisiveSettingsTest knows. */
  private static final List<ConfigurationPropertyName> HARMLESS =
      names(
          "server",
          "spring.aot",
          "spring.application.name",
          "spring.application.pid",
          "spring.application.version",
          "spring.config.additional-location", // what is in the files is seen by itself
          "spring.config.import",
          "spring.datasource.url",
          "spring.datasource.username",
          "spring.datasource.password",
          "spring.datasource.hikari",
          "spring.ssl",
          "management.server.port",
          "management.server.address");

  /** The second one as it is listed if it comes from the environment with all its underscores. */
  private static final List<ConfigurationPropertyName> EXCEPTIONS =
      names("server.forward-headers-strategy", "server.forward.headers.strategy");

  /** What the jar itself says, which was the same in the build. */
  private static final String OF_THE_JAR = "class path resource [application.yaml]";

  private DecisiveSettings() {}

  private static List<ConfigurationPropertyName> names(String... names) {
    return Stream.of(names).map(ConfigurationPropertyName::of).toList();
  }

  /** Their names, in no particular order. */
  static List<String> in(ConfigurableEnvironment environment) {
    Stream<String> ports =
        hasManagementPort(environment) ? Stream.empty() : Stream.of("management.server.port");
    Stream<String> names =
        environment.getPropertySources().stream()
            .filter(source -> !source.getName().contains(OF_THE_JAR))
            .flatMap(DecisiveSettings::names)
            .filter(DecisiveSettings::isDecisive)
            .map(ConfigurationPropertyName::toString);
    return Stream.concat(ports, names).distinct().toList();
  }

  /** Whether health and metrics have a port of their own, as they had in the build. */
  private static boolean hasManagementPort(ConfigurableEnvironment environment) {
    try {
      return ManagementPortType.get(environment) == ManagementPortType.DIFFERENT;
    } catch (ConversionException e) {
      return false; // what is wrong is said by whoever needs the port
    }
  }

  private static Stream<ConfigurationPropertyName> names(PropertySource<?> source) {
    return ConfigurationPropertySource.from(source)
            instanceof IterableConfigurationPropertySource iterable
        ? iterable.stream()
        : Stream.empty();
  }

  /** Whether a condition may ask for it. */
  static boolean isDecisive(ConfigurationPropertyName name) {
    return isWithin(name, ALL) && (!isWithin(name, HARMLESS) || isWithin(name, EXCEPTIONS));
  }

  private static boolean isWithin(
      ConfigurationPropertyName name, List<ConfigurationPropertyName> groups) {
    return groups.stream().anyMatch(group -> group.equals(name) || group.isAncestorOf(name));
  }
}
