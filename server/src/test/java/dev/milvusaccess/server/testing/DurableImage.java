package dev.milvusaccess.server.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/**
 * What a power cut leaves of a folder: the files as of their last sync. A library that is loaded
 * into the server keeps it, {@code src/test/c/powerloss.c}; needs Linux and a C compiler. Not
 * thread-safe.
 */
public final class DurableImage {

  /** The least that a disk writes as a whole, in bytes. */
  private static final int SECTOR = 512;

  private final Path library;
  private final Path folder;
  private final Path image;
  private final Path trigger;
  private final Path full;

  /**
   * An empty image.
   *
   * @param library what {@link #compile} made
   * @param folder the folder to watch, which need not exist yet
   * @param workspace a folder for the image
   */
  public DurableImage(Path library, Path folder, Path workspace) throws IOException {
    this.library = library;
    this.folder = folder.getParent().toRealPath().resolve(folder.getFileName());
    this.image = Files.createDirectories(workspace.toRealPath().resolve("image"));
    this.trigger = image.resolveSibling("kill");
    this.full = image.resolveSibling("full");
  }

  /**
   * Compiles the library.
   *
   * @return nothing where it cannot be used, which a line on the console then explains
   * @throws IllegalStateException if the source does not compile
   */
  public static Optional<Path> compile(Path target) throws IOException, InterruptedException {
    if (!System.getProperty("os.name").equals("Linux")) {
      System.out.println("SKIPPED: power cuts are simulated on Linux only");
      return Optional.empty();
    }
    Path library = target.resolve("powerloss.so");
    String command = "cc -shared -fPIC -O2 -Wall -Wextra -pthread src/test/c/powerloss.c -ldl -o";
    ProcessBuilder builder = new ProcessBuilder(command.split(" "));
    builder.command().add(library.toString());
    Process compiler;
    try {
      compiler = builder.redirectErrorStream(true).start();
    } catch (IOException e) {
      System.out.println("SKIPPED: no C compiler, cc, without which no power cut is simulated");
      return Optional.empty();
    }
    String output = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (compiler.waitFor() != 0 || !output.isEmpty()) {
      throw new IllegalStateException(output);
    }
    return Optional.of(library);
  }

  /** What loads the library into a process. */
  public Map<String, String> environment() {
    return Map.of(
        "LD_PRELOAD", library.toString(),
        "POWER_LOSS_FOLDER", folder.toString(),
        "POWER_LOSS_IMAGE", image.toString(),
        "POWER_LOSS_KILL", trigger.toString(),
        "POWER_LOSS_FULL", full.toString());
  }

  /** Has the process killed when it is about to sync the WAL, again and again. */
  public void killBeforeSync() throws IOException {
    Files.createFile(trigger);
  }

  /** Takes back {@link #killBeforeSync}. */
  public void letSync() throws IOException {
    Files.delete(trigger);
  }

  /** Leaves no room for the WAL. */
  public void fill() throws IOException {
    Files.createFile(full);
  }

  /** Takes back {@link #fill}. */
  public void makeRoom() throws IOException {
    Files.delete(full);
  }

  /** Whether a power cut would take something of a file. */
  public boolean hasUnsynced(String fileName) throws IOException {
    return !Arrays.equals(
        readOrEmpty(folder.resolve(fileName)), readOrEmpty(image.resolve(fileName)));
  }

  /** Copies what is durable. */
  public void copyTo(Path target) throws IOException {
    FileSystemUtils.copyRecursively(image, target);
  }

  /** The power cut, when the process is gone: what was not synced is lost. */
  public void loseAll() throws IOException {
    FileSystemUtils.deleteRecursively(folder);
    copyTo(folder);
  }

  /**
   * The power cut, when the process is gone: of what was not synced, any sectors reached the disk,
   * in any order.
   */
  public void losePart() throws IOException {
    for (Path file : files()) {
      Path durable = image.resolve(file.getFileName());
      if (Files.exists(durable) || ThreadLocalRandom.current().nextBoolean()) {
        Files.write(durable, mixture(Files.readAllBytes(file), readOrEmpty(durable)));
      }
    }
    loseAll();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  /** Each sector, and the length, from the one or the other. */
  private static byte[] mixture(byte[] one, byte[] other) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    byte[] mixed = Arrays.copyOf(other, random.nextBoolean() ? one.length : other.length);
    int shared = Math.min(one.length, mixed.length);
    for (int at = 0; at < shared; at += SECTOR) {
      if (random.nextBoolean()) {
        System.arraycopy(one, at, mixed, at, Math.min(SECTOR, shared - at));
      }
    }
    return mixed;
  }

  private static byte[] readOrEmpty(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
  }
}
