package dev.milvusaccess.server.audit;

import dev.milvusaccess.server.errors.StartupFailure;
import dev.milvusaccess.server.store.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lines in a file of bounded size; when it is full, a new one is begun, and the oldest is deleted.
 * Held by this process alone, and for its user alone to read. A logging framework would do all
 * that, but it would hide a line that could not be written. Thread-safe.
 */
class SecurityLogFile implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SecurityLogFile.class);

  private static final String SETTING = "milvus-access.security-log.file";

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
  SecurityLogFile(SecurityLogProperties properties) {
    this.file = properties.file().toAbsolutePath().normalize();
    this.limitBytes = properties.maxFileSize().toBytes();
    this.olderFiles = properties.maxFiles();
    try {
      Path folder = file.getParent();
      if (folder != null) {
        OwnerOnly.createFolders(folder);
      }
      this.current = open();
      restrictWhatIsThere();
      this.lock = takeLock();
    } catch (IOException e) {
      throw new StartupFailure(
          "The security log %s cannot be written; make it writable, or choose another with %s"
              .formatted(file, SETTING),
          e);
    }
  }

  private FileChannel takeLock() throws IOException {
    FileChannel channel =
        OwnerOnly.open(
            Path.of(file + ".lock"), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // Another server in this very process has it.
    }
    channel.close();
    throw new StartupFailure(
        "The security log %s is in use by another process; choose another with %s"
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
    return OwnerOnly.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND));
  }

  /** An earlier version, or a copy that was put back, may have left them open to all. */
  private void restrictWhatIsThere() throws IOException {
    boolean restricted = OwnerOnly.restrict(file);
    for (int n = 1; n <= olderFiles; n++) {
      restricted |= OwnerOnly.restrict(older(n));
    }
    if (restricted) {
      LOG.warn(
          "Other users of this machine could access the security log {}; now they cannot", file);
    }
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
