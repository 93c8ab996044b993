package dev.milvusaccess.client;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * An operation of the server's REST API, version 2, that this client has no method for. It is
 * called with the same checks, deadlines and retries as all others:
 *
 * <pre>{@code
 * record Database(String dbName) {}
 * var describe = CustomOperation.of("databases/describe", Database.class).safeToRepeat();
 * Database database = client.call(describe, Map.of("dbName", "default"));
 * }</pre>
 *
 * <p>Immutable.
 *
 * @param <T> the type that the {@code data} of an answer are read as
 */
public final class CustomOperation<T> {

  private static final Pattern PATH = Pattern.compile("[a-z0-9_]+(/[a-z0-9_]+)+");

  private final Operation operation;
  private final Class<T> dataType;

  private CustomOperation(Operation operation, Class<T> dataType) {
    this.operation = operation;
    this.dataType = dataType;
  }

  /**
   * An operation that must not be sent twice.
   *
   * @param path the part after {@code /v2/vectordb/}, such as {@code databases/list}
   * @param dataType a record or bean with the names of the JSON (of a module that is open), an
   *     array of such, {@code String[]}, {@code Map}, {@code List}; {@code Void} if the data do not
   *     matter. Fields that it does not have are ignored.
   * @throws IllegalArgumentException if the path is invalid
   */
  public static <T> CustomOperation<T> of(String path, Class<T> dataType) {
    if (!PATH.matcher(Arguments.name("path", path)).matches()) {
      throw new IllegalArgumentException(
          "The path must be like databases/list: lower-case letters, digits and underscores");
    }
    return new CustomOperation<>(Operation.once(path), Objects.requireNonNull(dataType));
  }

  /** The same operation, sent again if an answer is lost. */
  public CustomOperation<T> safeToRepeat() {
    return new CustomOperation<>(Operation.repeatable(operation.path()), dataType);
  }

  Operation operation() {
    return operation;
  }

  Class<T> dataType() {
    return dataType;
  }

  /** The path. */
  @Override
  public String toString() {
    return operation.path();
  }
}
