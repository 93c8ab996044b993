import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Lays the packaged server out as it starts fastest: extracted, with what a trial start of this
 * Java found out, and a script that starts it. Run by the build: {@code java Assemble.java JAR
 * SCRIPT TARGET}.
 *
 * <p>Each build gets a folder of its own, named after its content, and is made elsewhere and moved
 * there whole. So a server that runs keeps its files while the next one is built.
 */
final class Assemble {

  /** So many builds are kept, and all of the last day. */
  private static final int KEPT = 3;

  private static final Duration KEPT_FOR = Duration.ofDays(1);

  private static final String JAR = "milvus-access-server.jar";

  /** The memory of a small server: see the README. */
  private static final String MEMORY =
      "-XX:+UseSerialGC -Xms48m -Xmx512m -Xss512k -XX:MaxMetaspaceSize=160m"
          + " -XX:ReservedCodeCacheSize=64m -XX:MaxDirectMemorySize=64m";

  /**
   * What only a start calls is not worth the second compiler, which took two thirds of the
   * processor time of a start: it has ten times the calls to wait for. Under load that is a matter
   * of seconds.
   */
  private static final String COMPILER =
      "-XX:Tier4InvocationThreshold=50000 -XX:Tier4MinInvocationThreshold=6000"
          + " -XX:Tier4CompileThreshold=150000 -XX:Tier4BackEdgeThreshold=400000";

  private static final String OPTIONS = MEMORY + " " + COMPILER;

  /**
   * What the trial is told of the environment. Settings of a person, here or in a file of the
   * working directory, may name a database, which a build must not touch.
   */
  private static final Set<String> ENVIRONMENT =
      Set.of("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "LC_CTYPE");

  /** Where the server says that it can be reached, once it can. */
  private static final Pattern ADDRESS = Pattern.compile("  address +(http\\S+)");

  private final Path jar;
  private final Path script;
  private final Path target;

  private Assemble(Path jar, Path script, Path target) {
    this.jar = jar;
    this.script = script;
    this.target = target;
  }

  public static void main(String[] args) throws Exception {
    new Assemble(
            Path.of(args[0]).toAbsolutePath(),
            Path.of(args[1]).toAbsolutePath(),
            Path.of(args[2]).toAbsolutePath())
        .run();
  }

  private void run() throws Exception {
    if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      System.err.println("SKIPPED: the script that starts milvus-access, which needs a Unix");
      return;
    }
    String build = hash();
    Path app = target.resolve(build);
    Files.createDirectories(target);
    if (Files.notExists(app)) {
      Path fresh = Files.createTempDirectory(target, ".extracting");
      execute(
          List.of(
              java(),
              "-XX:TieredStopAtLevel=1", // it is over before the second compiler is of use
              "-XX:+UseSerialGC",
              "-Djarmode=tools",
              "-jar",
              jar.toString(),
              "extract",
              "--destination",
              fresh.toString(),
              "--application-filename",
              JAR,
              "--force"));
      takeOutSqlite(fresh);
      Files.createDirectory(fresh.resolve("cache"));
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.move(fresh, app, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.setLastModifiedTime(app, FileTime.from(Instant.now()));
    if (!Boolean.getBoolean("assemble.withoutTrial")) {
      tryOut(app);
    }
    writeScript(build);
    removeOld(app);
  }

  /**
   * The native part of SQLite, which each start would else look for in its jar, write to the
   * temporary folder, and compare with the jar. On another kind of machine it does so still.
   */
  private static void takeOutSqlite(Path app) throws IOException {
    Path driver;
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(app.resolve("lib"), "sqlite-jdbc-*.jar")) {
      driver = found.iterator().next();
    }
    Process itself =
        new ProcessBuilder(java(), "-cp", driver.toString(), "org.sqlite.util.OSInfo").start();
    String platform =
        new String(itself.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    String library = System.mapLibraryName("sqlitejdbc");
    try (FileSystem jar = FileSystems.newFileSystem(driver)) {
      Path source = jar.getPath("org", "sqlite", "native").resolve(platform).resolve(library);
      if (Files.exists(source)) {
        Path here = Files.createDirectories(app.resolve("native").resolve(machine()));
        Files.copy(source, here.resolve(library));
      }
    }
  }

  /** As the script names it, as in {@code Linux-x86_64}. */
  private static String machine() throws IOException {
    Process itself = new ProcessBuilder("uname", "-sm").start();
    return new String(itself.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
        .strip()
        .replace(' ', '-');
  }

  private String hash() throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(Files.readAllBytes(jar));
    return HexFormat.of().formatHex(digest.digest()).substring(0, 12);
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** A start, a few requests and a stop, after which the virtual machine writes what it loaded. */
  private static void tryOut(Path app) throws Exception {
    boolean aot = Runtime.version().feature() >= 25;
    String name = System.getProperty("java.version") + (aot ? ".aot" : ".jsa");
    Path cache = app.resolve("cache").resolve(name);
    if (Files.exists(cache)) {
      return;
    }
    Path work = Files.createTempDirectory("milvus-access-assembly");
    try {
      Path written = work.resolve(name);
      List<String> command = new ArrayList<>(List.of(java()));
      command.addAll(List.of(OPTIONS.split(" ", -1)));
      command.add("-XX:TrimNativeHeapInterval=5000"); // see the script
      if (aot) {
        // What was compiled in the trial is compiled at once in each start, but the second
        // compiler would be busy with it for a second.
        command.addAll(List.of("-XX:TieredStopAtLevel=2", "-XX:AOTCacheOutput=" + written));
      } else {
        // Only what was loaded is kept, so the second compiler would work for nothing.
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:ArchiveClassesAtExit=" + written));
      }
      trial(command, app, work);
      Files.copy(written, app.resolve("cache").resolve(name + ".new"));
      Files.move(
          app.resolve("cache").resolve(name + ".new"), cache, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      System.err.println("WARNING: milvus-access will start slowly with this Java: " + e);
    } finally {
      delete(work);
    }
  }

  private static void trial(List<String> command, Path app, Path work) throws Exception {
    command.addAll(
        List.of(
            "-jar",
            app.resolve(JAR).toString(),
            "--server.port=0",
            "--management.server.port=0",
            "--milvus-access.data-dir=" + work.resolve("data")));
    Path output = work.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().keySet().retainAll(ENVIRONMENT);
    Process server = builder.start();
    try {
      String address = awaitAddress(server, output);
      call(address, "users/create", "{\"userName\":\"trial\",\"password\":\"trial-trial\"}");
      call(address, "users/describe", "{\"userName\":\"trial\"}");
      call(address, "users/list", "{}");
      call(address, "users/drop", "{\"userName\":\"trial\"}");
    } finally {
      server.destroy();
      if (!server.waitFor(3, TimeUnit.MINUTES)) {
        server.destroyForcibly().waitFor();
      }
    }
  }

  private static void call(String address, String operation, String body) throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(address + "/v2/vectordb/" + operation))
                    .header("Authorization", "Bearer root:Milvus")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    if (!answer.body().startsWith("{\"code\":0,")) {
      throw new IOException(operation + " was answered with " + answer.body());
    }
  }

  /** The server chooses its ports itself, so nobody else can have taken them. */
  private static String awaitAddress(Process server, Path output) throws Exception {
    for (int n = 0; n < 1200 && server.isAlive(); n++) {
      Matcher line = ADDRESS.matcher(Files.readString(output));
      if (line.find()) {
        return line.group(1);
      }
      Thread.sleep(100);
    }
    throw new IOException("the trial did not start: " + Files.readString(output));
  }

  /** A shell reads a script while it runs it, so a new one takes the place of the old one. */
  private void writeScript(String build) throws IOException {
    Path bin = Files.createDirectories(target.resolve("bin"));
    Path fresh = Files.createTempFile(bin, ".milvus-access", "");
    Files.writeString(
        fresh, Files.readString(script).replace("@build@", build).replace("@options@", OPTIONS));
    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.move(
        fresh,
        bin.resolve("milvus-access"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private void removeOld(Path current) throws IOException {
    List<Path> builds;
    try (Stream<Path> all = Files.list(target)) {
      builds =
          all.filter(path -> !path.equals(current) && !path.endsWith("bin"))
              .sorted(Comparator.comparing(Assemble::lastModified).reversed())
              .toList();
    }
    for (int n = KEPT - 1; n < builds.size(); n++) {
      if (lastModified(builds.get(n)).toInstant().isBefore(Instant.now().minus(KEPT_FOR))) {
        delete(builds.get(n));
      }
    }
  }

  private static FileTime lastModified(Path path) {
    try {
      return Files.getLastModifiedTime(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void execute(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (process.waitFor() != 0) {
      throw new IOException("This failed: " + command);
    }
  }

  private static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException failure)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
