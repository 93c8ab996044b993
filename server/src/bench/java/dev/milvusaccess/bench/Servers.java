package dev.milvusaccess.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts what is measured: the server as a user starts it, and what it is measured against. */
final class Servers {

  /** What the server sets for itself, so that the floor has as many threads and connections. */
  private static final List<String> SAME_FOR_THE_FLOOR =
      List.of(
          "--spring.threads.virtual.enabled=true",
          "--server.tomcat.threads.max=400",
          "--server.tomcat.accept-count=4096",
          "--server.tomcat.max-connections=4096");

  private final Settings settings;
  private final Path work;
  private final Path floorJar;
  private int started;

  Servers(Settings settings, Path work) throws IOException {
    this.settings = settings;
    this.work = work;
    this.floorJar = work.resolve("floor.jar");
    FloorJar.write(settings.jar(), floorJar);
    if (!settings.launcher().isEmpty()) {
      assemble(Path.of(settings.launcher()).toAbsolutePath().getParent().getParent());
    }
  }

  /** As the build did, with the Java that is measured, which may be another one. */
  private void assemble(Path target) throws IOException {
    Path sources = Path.of("src", "assembly").toAbsolutePath();
    Process assembly =
        new ProcessBuilder(
                java(),
                sources.resolve("java").resolve("Assemble.java").toString(),
                settings.jar().toString(),
                sources.resolve("sh").resolve("milvus-access").toString(),
                target.toString())
            .inheritIO()
            .start();
    try {
      if (assembly.waitFor() != 0) {
        throw new IOException("The server could not be laid out");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** The server with a data folder; {@code extra} are its settings, {@code --name=value}. */
  Child product(Path data, String... extra) throws IOException {
    int port = Child.freePort();
    List<String> command = new ArrayList<>();
    Map<String, String> environment = Map.of();
    if (settings.launcher().isEmpty()) {
      command.add(java());
      command.addAll(settings.options());
      command.add("-jar");
      command.add(settings.jar().toString());
    } else {
      command.add(Path.of(settings.launcher()).toAbsolutePath().toString());
      environment =
          Map.of(
              "JAVA_HOME",
              settings.java().toString(),
              "JAVA_OPTS",
              String.join(" ", settings.options()));
    }
    command.add("--server.port=" + port);
    command.add("--management.server.port=" + Child.freePort());
    command.add("--milvus-access.data-dir=" + data);
    command.addAll(List.of(extra));
    return Child.start(command, environment, output("server"), port);
  }

  /** The floor. */
  Child floor() throws IOException {
    int port = Child.freePort();
    List<String> command = new ArrayList<>(List.of(java(), "-jar", floorJar.toString()));
    command.addAll(SAME_FOR_THE_FLOOR);
    command.add("--server.port=" + port);
    return Child.start(command, Map.of(), output("floor"), port);
  }

  /** What answers without reading. */
  Child emptyResponder() throws IOException {
    int port = Child.freePort();
    return Child.start(
        List.of(
            java(),
            "-cp",
            System.getProperty("java.class.path"),
            EmptyResponder.class.getName(),
            Integer.toString(port)),
        Map.of(),
        output("responder"),
        port);
  }

  /** A new folder for data. */
  Path newFolder() throws IOException {
    return Files.createTempDirectory(work, "data");
  }

  private Path output(String name) {
    return work.resolve(name + "-" + ++started + ".log");
  }

  private String java() {
    return settings.java().resolve("bin").resolve("java").toString();
  }
}
