package dev.milvusaccess.server.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The packaged server in a process of its own, as a user starts it; killed when closed. */
public final class ServerProcess implements AutoCloseable {

  private static final Pattern ADDRESS = Pattern.compile("  address +(http\\S+)");

  /** The packaged server. */
  public static final Path JAR =
      Path.of(System.getProperty("server.jar", "target/milvus-access-server.jar")).toAbsolutePath();

  /** Leaves out the second compiler, whose work pays off later only. */
  private static final String READY_SOON = "-XX:TieredStopAtLevel=1";

  private static final int SECONDS_TO_WARM_UP = 20;

  private static final List<String> FREE_PORTS =
      List.of("server.port=0", "management.server.port=0");

  private final Process process;
  private final StringBuffer output = new StringBuffer();
  private final CompletableFuture<String> address = new CompletableFuture<>();
  private final Thread reader;

  private ServerProcess(Process process) {
    this.process = process;
    this.reader = new Thread(this::read, "output");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts it with settings, {@code name=value}; free ports unless they say otherwise. It is ready
   * soon, and not as fast later on as it could be.
   */
  public static ServerProcess start(String... settings) {
    return start(Map.of(), settings);
  }

  /** As {@link #start(String...)}, with variables added to the environment. */
  public static ServerProcess start(Map<String, String> environment, String... settings) {
    return start(environment, List.of(READY_SOON), settings);
  }

  /** As {@link #start(String...)}, with options for the virtual machine. */
  public static ServerProcess start(List<String> jvmOptions, String... settings) {
    List<String> all = new ArrayList<>(jvmOptions);
    all.add(READY_SOON);
    return start(Map.of(), all, settings);
  }

  /**
   * As {@link #start(String...)}, but as fast later on as with a user, if its work takes long
   * enough for that.
   */
  public static ServerProcess startFor(int seconds, String... settings) {
    return startFor(seconds, List.of(), settings);
  }

  /** As {@link #startFor(int, String...)}, with options for the virtual machine. */
  public static ServerProcess startFor(int seconds, List<String> jvmOptions, String... settings) {
    return seconds < SECONDS_TO_WARM_UP
        ? start(jvmOptions, settings)
        : start(Map.of(), jvmOptions, settings);
  }

  /** By the script that the build makes, which needs half the time of the jar. */
  private static ServerProcess start(
      Map<String, String> environment, List<String> jvmOptions, String... settings) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("JAVA_HOME", System.getProperty("java.home"));
    all.put("JAVA_OPTS", String.join(" ", jvmOptions));
    Path script =
        Path.of(System.getProperty("server.launcher", "target/milvus-access/bin/milvus-access"));
    return launch(script.toAbsolutePath(), Path.of("").toAbsolutePath(), all, settings);
  }

  /** Starts the jar itself. */
  public static ServerProcess startJar(String... settings) {
    List<String> command =
        List.of(
            ProcessHandle.current().info().command().orElse("java"),
            READY_SOON,
            "-jar",
            JAR.toString());
    return start(Map.of(), Path.of("").toAbsolutePath(), command, settings);
  }

  /** Has a script start the server, in a working directory. */
  public static ServerProcess launch(
      Path script, Path directory, Map<String, String> environment, String... settings) {
    return start(environment, directory, List.of(script.toString()), settings);
  }

  private static ServerProcess start(
      Map<String, String> environment, Path directory, List<String> beginning, String... settings) {
    List<String> command = new ArrayList<>(beginning);
    Stream.concat(
            FREE_PORTS.stream().filter(port -> !isSet(port, settings)), Arrays.stream(settings))
        .map(setting -> "--" + setting)
        .forEach(command::add);
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      return new ServerProcess(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isSet(String port, String... settings) {
    String name = port.substring(0, port.indexOf('=') + 1);
    return Arrays.stream(settings).anyMatch(setting -> setting.startsWith(name));
  }

  /** Waits until the server says that it is ready. */
  public String endpoint() {
    try {
      return address.get(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("The server did not start:\n" + output, e);
    }
  }

  /** The id of the process. */
  public long pid() {
    return process.pid();
  }

  /** Waits until the process ends by itself; all its output. */
  public String outputAtExit(int expectedExitCode) {
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("The server runs on:\n" + output);
      }
      reader.join();
      if (process.exitValue() != expectedExitCode) {
        throw new IllegalStateException("Exit code " + process.exitValue() + ":\n" + output);
      }
      return output.toString();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What the server has written so far. */
  public String output() {
    return output.toString();
  }

  /** Asks the server to stop. */
  public void terminate() {
    process.destroy();
  }

  /**
   * {@code kill -9}; returns when the process is gone and all its output was searched.
   *
   * @throws AssertionError if it wrote a password of the tests
   */
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
    try {
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    int at = output.indexOf(Secrets.MARK);
    if (at >= 0) {
      String line = output.substring(output.lastIndexOf("\n", at) + 1, at);
      throw new AssertionError("The server wrote a password: " + line);
    }
  }

  private void read() {
    try (InputStream in = process.getInputStream();
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.append(line).append('\n');
        Matcher matcher = ADDRESS.matcher(line);
        if (matcher.matches()) {
          address.complete(matcher.group(1));
        }
      }
    } catch (IOException e) {
      output.append(e);
    }
    address.completeExceptionally(new IllegalStateException("The server ended"));
  }

  @Override
  public void close() {
    kill();
  }
}
