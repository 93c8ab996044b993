package dev.milvusaccess.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** What durability itself costs here. */
final class Disk {

  private static final int TIMES = 1001;

  private Disk() {}

  /** The median of writing a page at the end of a file and syncing its data, in microseconds. */
  static double syncMicros(Path folder) throws IOException {
    long[] nanos = new long[TIMES];
    try (FileChannel file =
        FileChannel.open(
            folder.resolve("sync"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (int n = 0; n < TIMES; n++) {
        long began = System.nanoTime();
        file.write(ByteBuffer.allocate(4096));
        file.force(false);
        nanos[n] = System.nanoTime() - began;
      }
    }
    Arrays.sort(nanos);
    return nanos[TIMES / 2] / 1e3;
  }
}
