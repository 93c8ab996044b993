package dev.milvusaccess.bench;

import dev.milvusaccess.server.testing.PostgresHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PostgreSQL's own benchmark, with one statement: delete a row by its key, durably. */
final class PgBench {

  private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");
  private static final Pattern TRANSACTIONS = Pattern.compile("actually processed: (\\d+)");

  /** More than can be deleted in one round. */
  private static final int ROWS = 500_000;

  private final Path script;
  private final PostgresHost host;

  PgBench(Path work, PostgresHost host) {
    this.script = work.resolve("delete.sql");
    this.host = host;
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

  /** Transactions in a second, each of which deleted a row. */
  double run(int connections, Duration time) throws IOException, SQLException {
    fill();
    // Numbers of the client's own: each row is asked for once.
    Files.writeString(
        script,
        """
        \\set n :n + 1
        delete from bench where user_name = 'user_' || (:n * %d + :client_id)::text;
        """
            .formatted(connections));
    String output = output(connections, time);
    int deleted = ROWS - host.query("select count(*) from bench");
    if (deleted != Integer.parseInt(find(TRANSACTIONS, output))) {
      throw new IOException("pgbench deleted " + deleted + " rows and said: " + output);
    }
    return Double.parseDouble(find(RATE, output));
  }

  private void fill() throws SQLException {
    host.execute("drop table if exists bench");
    host.execute(
        "create table bench (user_name varchar(255) not null primary key,"
            + " password_hash varchar(100) not null)");
    host.execute(
        "insert into bench select 'user_' || n, 'hash' from generate_series(0, %d) n"
            .formatted(ROWS - 1));
    host.execute("analyze bench");
  }

  private String output(int connections, Duration time) throws IOException {
    String address = host.address();
    Process process =
        new ProcessBuilder(
                "pgbench",
                "--no-vacuum",
                "--protocol=prepared",
                "--define=n=-1",
                "--file=" + script,
                "--client=" + connections,
                "--jobs=" + Math.min(2, connections),
                "--time=" + Math.max(1, time.toSeconds()),
                "--host=" + address.substring(0, address.indexOf(':')),
                "--port=" + address.substring(address.indexOf(':') + 1),
                "--username=postgres",
                "postgres")
            .redirectErrorStream(true)
            .start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static String find(Pattern figure, String output) throws IOException {
    Matcher matcher = figure.matcher(output);
    if (!matcher.find()) {
      throw new IOException("pgbench said: " + output);
    }
    return matcher.group(1);
  }
}
