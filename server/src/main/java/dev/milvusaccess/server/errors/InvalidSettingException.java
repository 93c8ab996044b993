package dev.milvusaccess.server.errors;

/** A setting that the server was configured with breaks a rule; it does not start then. */
public final class InvalidSettingException extends StartupFailure {

  private static final long serialVersionUID = 1L;

  private InvalidSettingException(String message) {
    super(message);
  }

  /**
   * Holds a number to its bounds.
   *
   * @param setting the full name, as {@code milvus-access.limits.user-name-bytes}
   * @throws InvalidSettingException if the value is out of range
   */
  public static void requireWithin(String setting, long value, long low, long high) {
    if (value < low || value > high) {
      throw new InvalidSettingException(
          "%s must be %d to %d, but is %d".formatted(setting, low, high, value));
    }
  }
}
