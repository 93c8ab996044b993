package dev.milvusaccess.server.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Looks twice a second at what a process uses, and remembers the most; Linux only. */
public final class ProcessWatch implements AutoCloseable {

  private static final long PERIOD_MILLIS = 500;
  private static final long KIBIBYTE = 1024;

  private final Path process;
  private final Path folder;
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private volatile Usage most = new Usage(0, 0, 0, 0);

  /**
   * What is used.
   *
   * @param files how many are open, connections included
   * @param threads of the operating system
   * @param memoryBytes resident
   * @param folderBytes all files of the folder together
   */
  public record Usage(long files, long threads, long memoryBytes, long folderBytes) {

    private Usage max(Usage other) {
      return new Usage(
          Math.max(files, other.files),
          Math.max(threads, other.threads),
          Math.max(memoryBytes, other.memoryBytes),
          Math.max(folderBytes, other.folderBytes));
    }

    @Override
    public String toString() {
      return "%d files, %d threads, %d MiB of memory, %d KiB in its folder"
          .formatted(files, threads, memoryBytes >> 20, folderBytes >> 10);
    }
  }

  /** Begins to watch a process, and a folder that it writes to. */
  public ProcessWatch(long pid, Path folder) {
    this.process = Path.of("/proc", Long.toString(pid));
    this.folder = folder;
    thread.scheduleWithFixedDelay(
        () -> most = most.max(now()), 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** The most of each that was seen. */
  public Usage most() {
    return most;
  }

  /** What is used now. */
  public Usage now() {
    try (Stream<Path> files = Files.list(process.resolve("fd"))) {
      List<String> status = Files.readAllLines(process.resolve("status"));
      return new Usage(
          files.count(),
          value(status, "Threads:"),
          value(status, "VmRSS:") * KIBIBYTE,
          sizeOfFolder());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long value(List<String> status, String name) {
    return status.stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  private long sizeOfFolder() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.mapToLong(ProcessWatch::size).sum();
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0; // gone meanwhile
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
