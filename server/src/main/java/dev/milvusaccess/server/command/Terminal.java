package dev.milvusaccess.server.command;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a command has around it.
 *
 * @param out for results, in UTF-8
 * @param err for what went wrong, in UTF-8
 */
record Terminal(Map<String, String> environment, InputStream in, PrintStream out, PrintStream err) {

  /** A variable of the environment; null if it is not set, or blank. */
  @Nullable String variable(String name) {
    String value = environment.get(name);
    return value == null || value.isBlank() ? null : value;
  }

  /** A result that could not be written must not look like a success. */
  void requireWritten() {
    if (out.checkError()) {
      throw CommandFailure.failed("The output cannot be written");
    }
  }
}
