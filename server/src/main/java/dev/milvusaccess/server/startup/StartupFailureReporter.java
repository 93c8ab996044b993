package dev.milvusaccess.server.startup;

import dev.milvusaccess.server.errors.StartupFailure;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.springframework.beans.BeansException;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.context.config.ConfigDataException;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.util.unit.DataSize;

/**
 * Reports a failed start in one line that says what to do, in place of Boot's page and the stack
 * trace. A failure that this class does not know gets the line of whoever noticed it. With {@code
 * debug} set, and if it is a fault of the program, it is left to Boot, with everything that helps
 * to find it.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class StartupFailureReporter implements SpringBootExceptionReporter {

  private static final String DEBUG = "debug";

  private static final Map<Class<?>, String> RULES =
      Map.of(
          Integer.class, "a whole number",
          Long.class, "a whole number",
          Boolean.class, "true or false",
          Duration.class, "a duration, such as 500ms, 30s, 1m, 12h or 400d",
          DataSize.class, "a size, such as 512KB or 10MB",
          InetAddress.class, "an address of this machine");

  private final boolean debug;

  /**
   * Boot makes it after a failed start.
   *
   * @param context null if the settings could not be read
   */
  StartupFailureReporter(@Nullable ConfigurableApplicationContext context) {
    this.debug =
        Boolean.getBoolean(DEBUG)
            || (context != null && isOn(context.getEnvironment().getProperty(DEBUG)));
  }

  /** As Boot reads it: the name alone suffices. */
  private static boolean isOn(@Nullable String value) {
    return value != null && !value.equals("false");
  }

  @Override
  public boolean reportException(Throwable failure) {
    String line = lineFor(failure);
    if (line == null && (debug || failure instanceof Error)) {
      return false;
    }
    if (line == null) {
      line = reasonOf(failure) + "; start it with --debug for all details";
    }
    System.err.println("milvus-access cannot start: " + line.replace('\n', ' '));
    return true;
  }

  /** The line for a failure; null if it is none of those that a person can do something about. */
  static @Nullable String lineFor(Throwable failure) {
    return Stream.<Supplier<@Nullable String>>of(
            () -> find(failure, StartupFailure.class, Throwable::getMessage),
            () -> find(failure, PortInUseException.class, StartupFailureReporter::portInUse),
            () -> find(failure, NoSuchSslBundleException.class, StartupFailureReporter::noBundle),
            () -> find(failure, IllegalStateException.class, StartupFailureReporter::noKeys),
            () ->
                find(
                    failure,
                    ConfigDataException.class,
                    e -> "The configuration cannot be read: " + firstLine(e)),
            () ->
                find(
                    failure,
                    InvalidConfigurationPropertyValueException.class,
                    e -> invalid(e.getName(), failure)),
            () -> find(failure, BindException.class, e -> invalid(nameOf(e), failure)),
            () -> find(failure, SQLException.class, e -> noStore(failure, e)))
        .map(Supplier::get)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static String portInUse(PortInUseException e) {
    return "Port %d is in use; stop the program that uses it, or choose another with server.port (management.server.port for 9091)"
        .formatted(e.getPort());
  }

  /** Without the value, which may be a secret that ended up in the wrong place. */
  private static String invalid(String setting, Throwable failure) {
    String rule =
        find(
            failure,
            ConversionFailedException.class,
            conversion -> RULES.get(conversion.getTargetType().getObjectType()));
    if (rule == null) {
      rule = find(failure, NumberFormatException.class, conversion -> RULES.get(Integer.class));
    }
    return rule == null
        ? "The setting %s has an invalid value; see the README for valid ones".formatted(setting)
        : "The setting %s must be %s".formatted(setting, rule);
  }

  private static String nameOf(BindException e) {
    return e.getProperty() == null ? e.getName().toString() : e.getProperty().getName().toString();
  }

  private static String noBundle(NoSuchSslBundleException e) {
    return "server.ssl.bundle is %1$s, but there is no such bundle; define it under spring.ssl.bundle.pem.%1$s or spring.ssl.bundle.jks.%1$s"
        .formatted(e.getBundleName());
  }

  /** Spring Boot has no exception of its own for a store of keys that it cannot load. */
  private static @Nullable String noKeys(IllegalStateException e) {
    String begin = "Could not load store: ";
    String message = firstLine(e);
    return message.startsWith(begin)
        ? "server.ssl.bundle cannot be used: %s; check the files that spring.ssl.bundle names"
            .formatted(message.substring(begin.length()))
        : null;
  }

  /** The driver of PostgreSQL says of an unknown host only that the attempt failed. */
  private static String noStore(Throwable failure, SQLException e) {
    String unknownHost =
        find(
            failure,
            UnknownHostException.class,
            host -> "the host %s is unknown".formatted(host.getMessage()));
    return "The store cannot be opened: %s; check %s"
        .formatted(
            Objects.requireNonNullElse(unknownHost, firstLine(e)),
            e instanceof PSQLException ? "spring.datasource.url" : "milvus-access.data-dir");
  }

  /** What the deepest cause says, if it is a sentence; Spring's own speak of its classes. */
  private static String reasonOf(Throwable failure) {
    String reason =
        "A part of the server is missing; check the settings that begin with spring or management";
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String line = firstLine(cause);
      if (!(cause instanceof BeansException) && line.contains(" ")) {
        reason = line;
      }
    }
    return reason;
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
