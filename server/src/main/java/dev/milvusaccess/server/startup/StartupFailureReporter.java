package dev.milvusaccess.server.startup;

import dev.milvusaccess.server.errors.StartupFailure;
import java.sql.SQLException;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.context.config.ConfigDataException;
import org.springframework.boot.context.properties.bind.BindException;
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

  /** The line for a failure; null if it is none of those that a person can do something about. */
  static @Nullable String lineFor(Throwable failure) {
    return Stream.<Supplier<@Nullable String>>of(
            () -> find(failure, StartupFailure.class, Throwable::getMessage),
            () -> find(failure, PortInUseException.class, StartupFailureReporter::portInUse),
            () ->
                find(
                    failure,
                    YAMLException.class,
                    e -> "The configuration is no valid YAML: " + firstLine(e)),
            () ->
                find(
                    failure,
                    ConfigDataException.class,
                    e -> "The configuration cannot be read: " + firstLine(e)),
            () ->
                find(
                    failure,
                    InvalidConfigurationPropertyValueException.class,
                    e -> invalid(e.getName())),
            () -> find(failure, BindException.class, e -> invalid(nameOf(e))),
            () -> find(failure, SQLException.class, StartupFailureReporter::noStore))
        .map(Supplier::get)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static String portInUse(PortInUseException e) {
    return "Port %d is in use; stop the program that has it, or choose another with server.port (management.server.port for 9091)"
        .formatted(e.getPort());
  }

  /** Without the value, which may be a secret that ended up in the wrong place. */
  private static String invalid(String setting) {
    return "The setting " + setting + " has an invalid value; see the README for what it takes";
  }

  private static String nameOf(BindException e) {
    return e.getProperty() == null ? e.getName().toString() : e.getProperty().getName().toString();
  }

  private static String noStore(SQLException e) {
    return "The store cannot be opened: %s; check spring.datasource.url or milvus-access.data-dir"
        .formatted(firstLine(e));
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

  private static String firstLine(Throwable failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }
}
