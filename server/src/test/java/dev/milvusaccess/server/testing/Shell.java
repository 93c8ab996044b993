package dev.milvusaccess.server.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** A bash that runs one piece of a document after the other, as a person would type them. */
public final class Shell implements AutoCloseable {

  private static final String DONE = "-- done: ";
  private static final int PATIENCE_MINUTES = 2;

  private final Process process;
  private final Writer in;
  private final BufferedReader out;

  /** Starts it in a directory, with variables added to the environment. */
  public Shell(Path directory, Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("bash").directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    process = builder.start();
    in = process.outputWriter(StandardCharsets.UTF_8);
    out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Runs commands to their end; what they leave running goes on.
   *
   * @return what was written meanwhile
   * @throws IllegalStateException if the last of them fails, or they take longer than anybody waits
   */
  public String run(String commands) {
    Future<Void> tooLong =
        CompletableFuture.runAsync(
            this::close, CompletableFuture.delayedExecutor(PATIENCE_MINUTES, TimeUnit.MINUTES));
    try {
      in.write("{\n%s\n} </dev/null\nprintf '\\n%s%%d\\n' $?\n".formatted(commands, DONE));
      in.flush();
      StringBuilder written = new StringBuilder();
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.equals(DONE + "0")) {
          return written.toString();
        }
        if (line.startsWith(DONE)) {
          break;
        }
        written.append(line).append('\n');
      }
      throw new IllegalStateException("This failed:\n%s\n%s".formatted(commands, written));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      tooLong.cancel(false);
    }
  }

  /** Ends it, with all that it left running. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
  }
}
