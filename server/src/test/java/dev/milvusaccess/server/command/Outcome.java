package dev.milvusaccess.server.command;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What a command said and how it ended; it ran in this process. */
record Outcome(int exitCode, String out, String err) {

  /** Runs a command. */
  static Outcome of(Map<String, String> environment, String input, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    return of(environment, input, out, out, args);
  }

  /** Runs a command whose output goes elsewhere. */
  static Outcome of(
      Map<String, String> environment,
      String input,
      OutputStream target,
      ByteArrayOutputStream seen,
      String... args) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            environment,
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(target, false, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    int exitCode = AccessCommand.run(terminal, args);
    return new Outcome(
        exitCode, seen.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
