package dev.milvusaccess.server.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What the tests of one run have seen, for the gates at its end, which run in a process of their
 * own. Without Maven, which names the folder, there is nothing of other processes.
 */
final class Observations {

  private static final String FOLDER = System.getProperty("test.observations");
  private static final String OWN = "." + ProcessHandle.current().pid();

  private Observations() {}

  /** Keeps a line. */
  static synchronized void note(String kind, String line) {
    if (FOLDER == null) {
      return;
    }
    try {
      Path folder = Files.createDirectories(Path.of(FOLDER));
      Files.writeString(
          folder.resolve(kind + OWN),
          line.replace('\n', ' ') + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines of all other processes of this run. */
  static Set<String> ofOthers(String kind) {
    Set<String> lines = new TreeSet<>();
    if (FOLDER == null || Files.notExists(Path.of(FOLDER))) {
      return lines;
    }
    try (Stream<Path> files = Files.list(Path.of(FOLDER))) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.startsWith(kind + ".") && !name.endsWith(OWN)) {
          lines.addAll(Files.readAllLines(file));
        }
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
