package dev.milvusaccess.testing;

import dev.milvusaccess.client.MilvusAccessClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The server in a process of its own, with a store that is thrown away. */
final class ServerProcess implements AutoCloseable {

  static final String FIRST_ROOT_PASSWORD = "Milvus";

  private static final Pattern ADDRESS = Pattern.compile("  address +(http\\S+)");

  private static final HttpClient NETWORK =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static final String ERRORS = "errors";

  private static final int LINES_KEPT = 200;

  /** Settings of a person in the environment would be settings of this server. */
  private static final Set<String> ENVIRONMENT =
      Set.of(
          "PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "LC_CTYPE", "SystemRoot");

  private static final List<String> SETTINGS =
      List.of(
          "--server.address=127.0.0.1",
          "--server.port=0",
          "--management.server.port=0",
          "--milvus-access.bcrypt-strength=4",
          // Tests may send wrong passwords as often as they like, as to Milvus.
          "--milvus-access.login-limits.per-user-and-address=0",
          "--milvus-access.login-limits.per-address=0");

  private final Process process;
  private final Path folder;
  private final CompletableFuture<URI> address = new CompletableFuture<>();
  private final Deque<String> lastLines = new ArrayDeque<>();
  private Restoration.@Nullable FreshServer fresh;
  private volatile String rootPassword = FIRST_ROOT_PASSWORD;
  private volatile boolean closed;

  private ServerProcess(Process process, Path folder) {
    this.process = process;
    this.folder = folder;
    Thread reader = new Thread(this::read, "milvus-access-server");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts one, and waits until it answers.
   *
   * @throws IllegalStateException if it does not start; with what it said
   */
  static ServerProcess start() {
    try {
      Installation installation = Installation.find();
      Path work = Files.createTempDirectory("milvus-access");
      List<String> command = new ArrayList<>(installation.command(work));
      command.addAll(SETTINGS);
      command.add("--milvus-access.data-dir=" + work.resolve("data"));
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(installation.folder().toFile())
              // Not a pipe: who writes the cache when this program is gone would be ended by it.
              .redirectError(work.resolve(ERRORS).toFile());
      builder.environment().keySet().retainAll(ENVIRONMENT);
      ServerProcess server = new ServerProcess(builder.start(), work);
      server.awaitAddress();
      server.look();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("The server cannot be started", e);
    }
  }

  private void look() {
    try {
      fresh = Restoration.FreshServer.look(administrator());
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        keep(line);
        Matcher matcher = ADDRESS.matcher(line);
        if (matcher.find()) {
          address.complete(URI.create(matcher.group(1)));
        }
      }
    } catch (IOException e) {
      keep(e.toString());
    }
    address.completeExceptionally(new IOException("it ended"));
    process.onExit().join();
    Folders.deleteIfPossible(folder); // it does that itself, but not if it failed
  }

  private void keep(String line) {
    synchronized (lastLines) {
      lastLines.add(line);
      if (lastLines.size() > LINES_KEPT) {
        lastLines.remove();
      }
    }
  }

  private void awaitAddress() {
    try {
      address.get(2, TimeUnit.MINUTES);
    } catch (ExecutionException | TimeoutException e) {
      String said = output();
      close();
      throw new IllegalStateException("The server did not start:\n" + said, e);
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the server started", e);
    }
  }

  /** What it wrote last. */
  String output() {
    synchronized (lastLines) {
      return String.join("\n", lastLines) + errors();
    }
  }

  private String errors() {
    try {
      return "\n" + Files.readString(folder.resolve(ERRORS));
    } catch (IOException gone) {
      return "";
    }
  }

  /** Where it is, as {@code http://127.0.0.1:40123}. */
  URI address() {
    return address.join();
  }

  boolean isAlive() {
    return !closed && process.isAlive();
  }

  /** Where its store is. */
  Path folder() {
    return folder;
  }

  long pid() {
    return process.pid();
  }

  /** Calls it as root. */
  MilvusAccessClient administrator() {
    return MilvusAccessClient.builder()
        .endpoint(address().toString())
        .token("root:" + rootPassword)
        .httpClient(NETWORK)
        .build();
  }

  /** What it had when it was new. */
  Restoration.FreshServer fresh() {
    return Objects.requireNonNull(fresh);
  }

  /** The password that root has now. */
  String rootPassword() {
    return rootPassword;
  }

  void rootPasswordIs(String password) {
    this.rootPassword = password;
  }

  /** Closes its pipe, at which it removes its folder and ends; does not wait for that. */
  @Override
  public void close() {
    closed = true;
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      process.destroyForcibly();
    }
  }
}
