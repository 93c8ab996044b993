package dev.milvusaccess.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.milvusaccess.server.errors.StartupFailure;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Only one server works in a folder, wherever the other one is started. */
@Timeout(60)
class DataDirectoryTest {

  @TempDir Path folder;

  /** Else another process could be let in, whose revocations the server here would not notice. */
  @Test
  void whoeverIsTurnedAwayInThisProcessLeavesTheLockOfTheOther() throws Exception {
    DataDirectory held = DataDirectory.open(folder);
    try (held) {
      for (int attempt = 0; attempt < 2; attempt++) {
        assertThatExceptionOfType(StartupFailure.class)
            .isThrownBy(() -> DataDirectory.open(folder))
            .withMessageContaining("is in use by another process");
        assertThat(isFreeForAnotherProcess()).isFalse();
      }
    }

    assertThat(isFreeForAnotherProcess()).isTrue();
    DataDirectory.open(folder).close();
  }

  private boolean isFreeForAnotherProcess() throws Exception {
    Process other =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                Path.of(Other.class.getProtectionDomain().getCodeSource().getLocation().toURI())
                    .toString(),
                Other.class.getName(),
                folder.resolve("lock").toString())
            .inheritIO()
            .start();
    int code = other.waitFor();
    assertThat(code).isBetween(Other.FREE, Other.TAKEN);
    return code == Other.FREE;
  }

  /** The other process. */
  static final class Other {

    static final int FREE = 10;
    static final int TAKEN = 11;

    private Other() {}

    public static void main(String[] file) throws Exception {
      try (FileChannel channel = FileChannel.open(Path.of(file[0]), StandardOpenOption.WRITE)) {
        System.exit(channel.tryLock() == null ? TAKEN : FREE);
      }
    }
  }
}
