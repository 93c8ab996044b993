package dev.milvusaccess.server.audit;

import dev.milvusaccess.server.errors.StartupFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Lines in a file of bounded size; when it is full, a new one is begun, and the oldest is deleted.
 * Held by this process alone. A logging framework would do all that, but it would hide a line that
 * could not be written. Thread-safe.
 */
class RefusalFile implements AutoCloseable {

  private static final String SETTING = "milvus-access.refusals.file";

  private final Path file;
  private final long limitBytes;
  private final int olderFiles;
  private final FileChannel lock;
  private @Nullable FileChannel current;

  /**
   * Opens the file, or makes it.
   *
   * @throws StartupFailure if it cannot be written, or another process has it
   */
  RefusalFile(RefusalProperties properties) {
    this.file = properties.file().toAbsolutePath().normalize();
    this.limitBytes = properties.maxFileSize().toBytes();
    this.olderFiles = properties.maxFiles();
    try {
      Path folder = file.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      this.current = open();
      this.lock = takeLock();
    } catch (IOException e) {
      throw new StartupFailure(
          "The log of refusals %s cannot be written; make it writable, or choose another with %s"
              .formatted(file, SETTING),
          e);
    }
  }

  private FileChannel takeLock() throws IOException {
    FileChannel channel =
        FileChannel.open(
            Path.of(file + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // Another server in this very process has it.
    }
    channel.close();
    throw new StartupFailure(
        "The log of refusals %s is in use by another process; choose another with %s"
            .formatted(file, SETTING));
  }

  /**
   * Hands a line to the operating system, whole or not at all.
   *
   * @param line without its end
   */
  synchronized void append(String line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    FileChannel channel = current == null ? open() : current;
    current = null; // until all is well; else it is opened anew for the next line
    try {
      if (channel.size() > 0 && channel.size() + bytes.remaining() > limitBytes) {
        channel.close();
        makeRoom();
        channel = open();
      }
      write(channel, bytes);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    current = channel;
  }

  private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
    long before = channel.size();
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      channel.truncate(before);
      throw e;
    }
  }

  private FileChannel open() throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private void makeRoom() throws IOException {
    for (int n = olderFiles; n > 1; n--) {
      Path younger = older(n - 1);
      if (Files.exists(younger)) {
        Files.move(younger, older(n), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Files.move(file, older(1), StandardCopyOption.REPLACE_EXISTING);
  }

  private Path older(int n) {
    return Path.of(file + "." + n);
  }

  @Override
  public synchronized void close() throws IOException {
    if (current != null) {
      current.close();
    }
    lock.close();
  }
}
