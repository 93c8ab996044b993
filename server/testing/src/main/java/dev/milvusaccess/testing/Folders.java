package dev.milvusaccess.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders that are thrown away. */
final class Folders {

  private Folders() {}

  /** The same where nobody can be told of a failure, as at the end of a program. */
  static void deleteIfPossible(Path folder) {
    try {
      delete(folder);
    } catch (IOException | UncheckedIOException e) {
      // it stays
    }
  }

  /** Deletes a folder with all that is in it; what is gone already is no error. */
  static void delete(Path folder) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(folder)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    } catch (NoSuchFileException gone) {
      return;
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }
}
