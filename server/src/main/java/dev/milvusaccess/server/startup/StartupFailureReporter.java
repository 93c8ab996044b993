package dev.milvusaccess.server.startup;

import java.sql.SQLException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.context.config.ConfigDataException;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindException;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Reports a failed start in one line that says what to do, in place of Boot's page and the stack
 * trace. A failure that this class does not know is left to Boot, with everything that helps to
 * find it.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class StartupFailureReporter implements SpringBootExceptionReporter {

  @SuppressWarnings("unused") // Boot calls this constructor, but needs no context here
  StartupFailureReporter(@Nullable ConfigurableApplicationContext context) {}

  @Override
  public boolean reportException(Throwable failure) {
    String line = lineFor(failure);
    if (line == null) {
      return false;
    }
    System.err.println("milvus-access cannot start: " + line.replace('\n', ' '));
    return true;
  }

  static @Nullable String lineFor(Throwable failure) {
    String known = find(failure, StartupFailure.class, Throwable::getMessage);
    if (known == null) {
      known =
          find(
              failure,
              PortInUseException.class,
              e ->
                  "Port %d is in use; stop the program that has it, or choose another with server.port (management.server.port for 9091)"
                      .formatted(e.getPort()));
    }
    if (known == null) {
      known =
          find(
              failure,
              YAMLException.class,
              e -> "The configuration is no valid YAML: " + firstLine(e));
    }
    if (known == null) {
      known =
          find(
              failure,
              ConfigDataException.class,
              e -> "The configuration cannot be read: " + firstLine(e));
    }
    if (known == null) {
      known =
          find(
              failure,
              InvalidConfigurationPropertyValueException.class,
              e -> "The setting %s is invalid: %s".formatted(e.getName(), e.getReason()));
    }
    if (known == null) {
      known =
          find(
              failure,
              ConfigurationPropertiesBindException.class,
              e -> "A setting is invalid: " + firstLine(rootOf(e)));
    }
    if (known == null) {
      known =
          find(
              failure,
              SQLException.class,
              e ->
                  "The store cannot be opened: "
                      + firstLine(e)
                      + "; check spring.datasource.url or milvus-access.data-dir");
    }
    return known;
  }

  private static <T extends Throwable> @Nullable String find(
      Throwable failure, Class<T> type, Function<T, @Nullable String> line) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return line.apply(type.cast(cause));
      }
    }
    return null;
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private static String firstLine(Throwable failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }
}
