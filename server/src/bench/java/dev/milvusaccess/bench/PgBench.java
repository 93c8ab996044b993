package dev.milvusaccess.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PostgreSQL's own benchmark, with one statement: delete a row by its key, durably. */
final class PgBench {

  private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");

  private final Path script;
  private final String address;

  /**
   * For a database that {@link Seed} prepared.
   *
   * @param address host and port
   * @param rows how many there are; so many more than are deleted that few are asked for twice
   */
  PgBench(Path work, String address, int rows) throws IOException {
    this.script = work.resolve("delete.sql");
    this.address = address;
    // A number of the client's, for with a function of the server each row would have one of its
    // own.
    Files.writeString(
        script,
        "\\set n random(1, %d)%ndelete from bench where user_name = 'user_' || :n::text;%n"
            .formatted(rows));
  }

  static boolean isPresent() {
    try {
      return new ProcessBuilder("pgbench", "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Transactions in a second. */
  double run(int connections, Duration time) throws IOException {
    ProcessBuilder pgBench =
        new ProcessBuilder(
                "pgbench",
                "--no-vacuum",
                "--protocol=prepared",
                "--file=" + script,
                "--client=" + connections,
                "--jobs=" + Math.min(2, connections),
                "--time=" + Math.max(1, time.toSeconds()),
                "--host=" + address.substring(0, address.indexOf(':')),
                "--port=" + address.substring(address.indexOf(':') + 1),
                "--username=postgres",
                "postgres")
            .redirectErrorStream(true);
    // As durable as ours: the embedded PostgreSQL does not wait for the disk unless it is told to.
    pgBench.environment().put("PGOPTIONS", "-c synchronous_commit=on");
    Process process = pgBench.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher rate = RATE.matcher(output);
    if (!rate.find()) {
      throw new IOException("pgbench said: " + output);
    }
    return Double.parseDouble(rate.group(1));
  }
}
