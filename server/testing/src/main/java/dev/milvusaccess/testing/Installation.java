package dev.milvusaccess.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/**
 * The server, extracted from its jar into a folder of the user's cache, where it starts in half the
 * time, and with what the virtual machine found out at an earlier start. Nothing else is kept
 * there.
 */
final class Installation {

  private static final String JAR = "server.jar";

  /** Tells the sizes of all others, so that one is found that lost some of them. */
  private static final String FILES = "files";

  /** So many builds are kept, and all that were used in the last day. */
  private static final int KEPT = 3;

  private static final Duration KEPT_FOR = Duration.ofDays(1);

  /** A small server, ready soon. */
  private static final List<String> OPTIONS =
      List.of(
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "-Xmx256m",
          "-Xss512k",
          "-Dfile.encoding=UTF-8",
          "--enable-native-access=ALL-UNNAMED");

  private static @Nullable Installation found;

  /** Set if this program has no place to keep anything for the next one. */
  private static @Nullable Path temporary;

  private final Path folder;

  private Installation(Path folder) {
    this.folder = folder;
  }

  /**
   * The one of this version; extracted if it was not yet.
   *
   * @throws IllegalStateException if there is no server within this jar
   * @throws UncheckedIOException if it cannot be extracted
   */
  static synchronized Installation find() {
    if (found == null || !isWhole(found.folder)) {
      URL jar = Installation.class.getResource(JAR);
      if (jar == null) {
        throw new IllegalStateException(
            "milvus-access-testing does not contain the server; mvn package adds it");
      }
      try {
        found = in(cacheFolder(), jar);
      } catch (IOException e) {
        throw new UncheckedIOException("The server cannot be extracted", e);
      }
    }
    return found;
  }

  static Installation in(Path cache, URL jar) throws IOException {
    Path folder = cache.resolve(fingerprint(jar));
    if (!isWhole(folder)) {
      Folders.delete(folder);
      extract(jar, cache, folder);
    }
    Files.setLastModifiedTime(folder, FileTime.from(Instant.now()));
    removeUnused(cache);
    return new Installation(folder);
  }

  private static Path cacheFolder() throws IOException {
    String xdg = System.getenv("XDG_CACHE_HOME");
    Path caches =
        xdg != null && Path.of(xdg).isAbsolute()
            ? Path.of(xdg)
            : Path.of(System.getProperty("user.home"), ".cache");
    if (!caches.isAbsolute()) { // in a container the home of an unknown user is "?"
      return temporaryFolder();
    }
    try {
      return privateFolder(caches.resolve("milvus-access-testing"));
    } catch (IOException e) {
      return temporaryFolder();
    }
  }

  /** For this program only. */
  private static Path temporaryFolder() throws IOException {
    Path folder = Files.createTempDirectory("milvus-access-testing");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> Folders.deleteIfPossible(folder)));
    temporary = folder;
    return folder;
  }

  /** Nobody else may put a program there. */
  private static Path privateFolder(Path folder) throws IOException {
    Files.createDirectories(folder);
    if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
    return folder;
  }

  /** Of the jar's content, without reading it: its size and checksum in the outer jar. */
  private static String fingerprint(URL jar) throws IOException {
    if (jar.openConnection() instanceof JarURLConnection nested) {
      nested.setUseCaches(false);
      try (JarFile outer = nested.getJarFile()) {
        ZipEntry entry = outer.getEntry(nested.getEntryName());
        return "%x-%08x".formatted(entry.getSize(), entry.getCrc());
      }
    }
    Path file = Path.of(URI.create(jar.toString()));
    return "%x-%x".formatted(Files.size(file), Files.getLastModifiedTime(file).toMillis());
  }

  private static void extract(URL jar, Path cache, Path folder) throws IOException {
    Path fresh = Files.createTempDirectory(cache, ".extracting");
    try {
      extractInto(fresh, jar);
      Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!isWhole(folder)) { // else somebody else was faster
        throw e;
      }
    } finally {
      Folders.delete(fresh);
    }
  }

  private static void extractInto(Path fresh, URL jar) throws IOException {
    Path whole = fresh.resolve("whole.jar");
    try (InputStream in = jar.openStream()) {
      Files.copy(in, whole);
    }
    run(
        List.of(
            java(),
            "-XX:TieredStopAtLevel=1", // it is over before the second compiler is of use
            "-XX:+UseSerialGC",
            "-Djarmode=tools",
            "-jar",
            whole.toString(),
            "extract",
            "--destination",
            fresh.resolve("app").toString(),
            "--application-filename",
            JAR));
    Files.delete(whole);
    writeWatch(fresh.resolve("watch.jar"));
    Files.writeString(fresh.resolve(FILES), sizes(fresh));
    Files.createDirectory(fresh.resolve("cache"));
  }

  private static String sizes(Path folder) throws IOException {
    StringBuilder lines = new StringBuilder();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        lines.append("%d %s%n".formatted(Files.size(file), folder.relativize(file)));
      }
    }
    return lines.toString();
  }

  /** Whether all is there: who cleans up, or a loss of power, may have taken a part away. */
  private static boolean isWhole(Path folder) {
    try {
      for (String line : Files.readAllLines(folder.resolve(FILES))) {
        String[] sizeAndName = line.split(" ", 2);
        if (Files.size(folder.resolve(sizeAndName[1])) != Long.parseLong(sizeAndName[0])) {
          return false;
        }
      }
      return Files.isDirectory(folder.resolve("cache"));
    } catch (IOException | RuntimeException missingOrNotAsWritten) {
      return false;
    }
  }

  /** The class that runs beside the server, in a jar, since a cache of classes wants no folders. */
  private static void writeWatch(Path jar) throws IOException {
    String name = WatchedServer.class.getName().replace('.', '/') + ".class";
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        InputStream bytes =
            Objects.requireNonNull(WatchedServer.class.getResourceAsStream("/" + name), name)) {
      entries.putNextEntry(new ZipEntry(name));
      bytes.transferTo(entries);
      entries.closeEntry();
    }
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static void run(List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException("The server's jar cannot be extracted");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while the server was extracted", e);
    }
  }

  private static void removeUnused(Path cache) throws IOException {
    Instant limit = Instant.now().minus(KEPT_FOR);
    Map<Path, Instant> used = new HashMap<>();
    try (Stream<Path> all = Files.list(cache)) {
      for (Path folder : all.toList()) {
        try {
          used.put(folder, Files.getLastModifiedTime(folder).toInstant());
        } catch (NoSuchFileException gone) {
          // another program has extracted it, and given it its name
        }
      }
    }
    List<Path> old =
        used.entrySet().stream()
            .sorted(Map.Entry.<Path, Instant>comparingByValue().reversed())
            .skip(KEPT)
            .filter(folder -> folder.getValue().isBefore(limit))
            .map(Map.Entry::getKey)
            .toList();
    for (Path folder : old) {
      Folders.delete(folder);
    }
  }

  /** A folder in which there are no settings, and which is there until the server has ended. */
  Path folder() {
    return folder;
  }

  /** The command that starts the server; settings come after it. */
  List<String> command(Path workFolder) {
    List<String> command = new ArrayList<>();
    command.add(java());
    command.addAll(OPTIONS);
    Path lock = isKept() ? addClassCache(command) : null;
    command.add("-cp");
    command.add(
        folder.resolve("app").resolve(JAR)
            + System.getProperty("path.separator")
            + folder.resolve("watch.jar"));
    command.add(WatchedServer.class.getName());
    command.add(workFolder.toString());
    command.add(lock == null ? "" : lock.toString());
    return command;
  }

  /** Else what a server would write at its end would be of use to nobody. */
  private boolean isKept() {
    Path mine = temporary;
    return mine == null || !folder.startsWith(mine);
  }

  /**
   * Uses what an earlier start found out, or has this one write it at its end.
   *
   * @return a file that the server is to lock while it may still write; null if it writes nothing
   */
  private @Nullable Path addClassCache(List<String> command) {
    boolean aot = Runtime.version().feature() >= 25;
    Path cache = folder.resolve("cache");
    Path ready = cache.resolve(System.getProperty("java.version") + (aot ? ".aot" : ".jsa"));
    boolean isBeingWritten;
    try {
      isBeingWritten = adopt(cache, ready);
    } catch (IOException e) {
      return null; // it only starts more slowly
    }
    command.add("-Xlog:cds=off");
    command.add("-Xlog:cds+dynamic=off");
    if (aot) {
      command.add("-Xlog:aot=off");
    }
    if (Files.exists(ready)) {
      command.add((aot ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + ready);
      return null;
    }
    if (isBeingWritten) {
      return null; // once is enough
    }
    Path written = cache.resolve(ready.getFileName() + "." + UUID.randomUUID());
    command.add((aot ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + written);
    return cache.resolve(written.getFileName() + ".lock");
  }

  /**
   * Takes what a server wrote that has ended: its lock is free.
   *
   * @return whether there is one that has not ended
   */
  private static boolean adopt(Path cache, Path ready) throws IOException {
    List<Path> locks;
    try (Stream<Path> all = Files.list(cache)) {
      locks =
          all.filter(file -> file.toString().endsWith(".lock"))
              .filter(file -> file.getFileName().toString().startsWith(ready.getFileName() + "."))
              .toList();
    }
    boolean isBeingWritten = false;
    for (Path lock : locks) {
      try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
          FileLock free = channel.tryLock()) {
        isBeingWritten |= free == null;
        if (free != null) {
          String name = lock.toString();
          Path written = Path.of(name.substring(0, name.length() - ".lock".length()));
          if (Files.exists(written)) {
            Files.move(written, ready, StandardCopyOption.ATOMIC_MOVE);
          }
          Files.deleteIfExists(Path.of(written + ".config")); // of a JVM that was stopped halfway
          Files.delete(lock);
        }
      } catch (OverlappingFileLockException | NoSuchFileException takenByAnother) {
        // that one will do
      }
    }
    return isBeingWritten;
  }
}
