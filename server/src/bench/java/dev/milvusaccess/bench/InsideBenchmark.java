package dev.milvusaccess.bench;

import dev.milvusaccess.server.MilvusAccessServer;
import dev.milvusaccess.server.passwords.PasswordVerifier;
import dev.milvusaccess.server.request.CurrentRequest;
import dev.milvusaccess.server.request.Deadline;
import dev.milvusaccess.server.request.RequestContext;
import dev.milvusaccess.server.store.Credential;
import dev.milvusaccess.server.store.Evidence;
import dev.milvusaccess.server.store.Revocation;
import dev.milvusaccess.server.store.UnitsOfWork;
import dev.milvusaccess.server.store.UserStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/** The steps of a request that are not HTTP, each alone, in this process. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
public class InsideBenchmark {

  private Path folder;
  private ConfigurableApplicationContext server;
  private PasswordVerifier passwords;
  private UnitsOfWork units;
  private UserStore users;
  private String hash;

  /** Starts the server within this process. */
  @Setup
  public void start() throws IOException {
    folder = Files.createTempDirectory("milvus-access-bench");
    server =
        SpringApplication.run(
            MilvusAccessServer.class,
            "--server.port=0",
            "--management.server.port=0",
            "--milvus-access.data-dir=" + folder);
    passwords = server.getBean(PasswordVerifier.class);
    units = server.getBean(UnitsOfWork.class);
    users = server.getBean(UserStore.class);
    hash =
        CurrentRequest.call(request(), () -> units.read(() -> users.find("root")))
            .map(Credential::passwordHash)
            .orElseThrow();
  }

  /** Stops it. */
  @TearDown
  public void stop() throws IOException {
    server.close();
    FileSystemUtils.deleteRecursively(folder);
  }

  private static RequestContext request() {
    return RequestContext.ofServer("benchmark", Deadline.in(Duration.ofSeconds(30)));
  }

  /** A password that was verified before. */
  @Benchmark
  public boolean credentialCheck() {
    return passwords.verify(
        "root", "Milvus", hash, "127.0.0.1", Deadline.in(Duration.ofSeconds(30)));
  }

  /** Reading who calls, and what it may do. */
  @Benchmark
  public Object read() {
    return CurrentRequest.call(request(), () -> units.findAccount("root"));
  }

  /** A unit of work with evidence and nothing else, durable. */
  @Benchmark
  public void oneWriter() {
    CurrentRequest.run(
        request(), () -> units.write(Revocation.NONE, () -> Evidence.of(false).user("nobody")));
  }

  /** The same, from as many threads as a busy server has. */
  @Benchmark
  @Threads(32)
  public void thirtyTwoWriters() {
    oneWriter();
  }
}
