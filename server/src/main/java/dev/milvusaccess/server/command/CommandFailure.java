package dev.milvusaccess.server.command;

/** Ends a command with a line that says why. */
final class CommandFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  static final int FAILED = 1;
  static final int WRONG_USE = 2;

  private final int exitCode;

  private CommandFailure(int exitCode, String line) {
    super(line);
    this.exitCode = exitCode;
  }

  /** It was tried, and did not succeed. */
  static CommandFailure failed(String line) {
    return new CommandFailure(FAILED, line);
  }

  /** The command line, the environment or the file has to be another one. */
  static CommandFailure wrongUse(String line) {
    return new CommandFailure(WRONG_USE, line);
  }

  int exitCode() {
    return exitCode;
  }

  String line() {
    return String.valueOf(getMessage());
  }
}
