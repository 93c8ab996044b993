package dev.milvusaccess.server.testing;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real nginx, if this machine has one, with a given configuration. */
public final class Nginx implements AutoCloseable {

  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);

  private final Process process;
  private final Path log;

  private Nginx(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Where it is: on the PATH, or where Debian puts it. */
  public static Optional<Path> program() {
    return Stream.concat(
            Stream.of(System.getenv("PATH").split(File.pathSeparator, -1)), Stream.of("/usr/sbin"))
        .map(folder -> Path.of(folder, "nginx"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts it, and waits until it listens.
   *
   * @param configuration with a block {@code http}; what it writes goes to the folder
   */
  public static Nginx start(Path program, String configuration, int port, Path folder)
      throws IOException {
    Path file = folder.resolve("nginx.conf");
    Path log = folder.resolve("nginx.log");
    Files.writeString(file, configuration.replace("http {", "http {\n" + writingTo(folder)));
    Process process =
        new ProcessBuilder(
                program.toString(),
                "-p",
                folder.toString(),
                "-c",
                file.toString(),
                "-e",
                "stderr",
                "-g",
                "daemon off; error_log stderr; pid %s; user %s;"
                    .formatted(folder.resolve("nginx.pid"), System.getProperty("user.name")))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Nginx nginx = new Nginx(process, log);
    nginx.awaitListening(port);
    return nginx;
  }

  private static String writingTo(Path folder) {
    List<String> lines = new ArrayList<>(List.of("access_log off;"));
    for (String kind : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
      lines.add(kind + "_temp_path " + folder.resolve(kind) + ";");
    }
    return String.join("\n", lines);
  }

  private void awaitListening(int port) throws IOException {
    long end = System.nanoTime() + PATIENCE;
    while (process.isAlive() && System.nanoTime() - end < 0) {
      try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
        return;
      } catch (IOException e) {
        Thread.onSpinWait();
      }
    }
    close();
    throw new IllegalStateException("nginx did not start:\n" + Files.readString(log));
  }

  /** Stops it and its workers. */
  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
