package dev.milvusaccess.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationIT {

  private static final URL JAR = Objects.requireNonNull(StandIn.class.getResource("server.jar"));

  @TempDir private Path cache;

  private static List<Path> in(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    }
  }

  @Test
  void isMadeOnceByThoseWhoBeginAtTheSameTime() throws Exception {
    ExecutorService programs = Executors.newFixedThreadPool(3);
    try {
      List<Future<Installation>> all =
          IntStream.range(0, 3)
              .mapToObj(n -> programs.submit(() -> Installation.in(cache, JAR)))
              .toList();
      for (Future<Installation> one : all) {
        assertThat(one.get()).isNotNull();
      }
    } finally {
      programs.shutdownNow();
    }
    assertThat(in(cache)).hasSize(1);
  }

  @Test
  void leavesNothingIfItCannotBeMade(@TempDir Path elsewhere) throws Exception {
    Path broken = Files.writeString(elsewhere.resolve("server.jar"), "no jar");

    assertThatThrownBy(() -> Installation.in(cache, broken.toUri().toURL()))
        .isInstanceOf(IOException.class)
        .hasMessage("The server's jar cannot be extracted");

    assertThat(in(cache)).isEmpty();
  }

  @Test
  void isMadeAgainIfAPartOfItIsLost() throws Exception {
    Installation.in(cache, JAR);
    Path folder = in(cache).get(0);
    Files.delete(folder.resolve("watch.jar"));
    Installation.in(cache, JAR);
    assertThat(folder.resolve("watch.jar")).isNotEmptyFile();

    Path jar = folder.resolve("app").resolve("server.jar");
    long size = Files.size(jar);
    Files.writeString(jar, "half");
    Installation.in(cache, JAR);
    assertThat(jar).hasSize(size);
  }

  @Test
  void aJarMayBeInAFolderWithBlanks(@TempDir Path elsewhere) throws Exception {
    Path folder = Files.createDirectory(elsewhere.resolve("my tests"));
    Path jar = Files.writeString(folder.resolve("server.jar"), "no jar");

    assertThatThrownBy(() -> Installation.in(cache, jar.toUri().toURL()))
        .hasMessage("The server's jar cannot be extracted");
  }
}
