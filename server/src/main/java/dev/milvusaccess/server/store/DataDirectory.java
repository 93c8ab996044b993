package dev.milvusaccess.server.store;

import dev.milvusaccess.server.errors.StartupFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of the embedded store, held by this process alone. Two servers on one folder would
 * each believe to be the only writer.
 */
final class DataDirectory implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);

  private static final String DATABASE = "access.db";

  /** To close one would release the lock that another channel of this process holds (FileLock). */
  private static final Queue<FileChannel> LEFT_OPEN = new ConcurrentLinkedQueue<>();

  private final Path path;
  private final FileChannel lockFile;

  private DataDirectory(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  /**
   * Makes the folder if need be and takes it.
   *
   * @throws StartupFailure if the folder cannot be written or another process has it
   */
  static DataDirectory open(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    try {
      OwnerOnly.createFolders(absolute);
      FileChannel channel =
          FileChannel.open(
              absolute.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      requireLock(channel, absolute);
      keepToTheOwner(absolute);
      return new DataDirectory(absolute, channel);
    } catch (IOException e) {
      throw new StartupFailure(
          "The data folder %s cannot be written; make it writable, or choose another folder with milvus-access.data-dir"
              .formatted(absolute),
          e);
    }
  }

  /** The database holds hashes of passwords. SQLite gives the files beside it its permissions. */
  private static void keepToTheOwner(Path folder) throws IOException {
    Path database = databaseIn(folder);
    if (Files.notExists(database)) {
      OwnerOnly.open(database, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE)).close();
    }
    for (Path path : List.of(folder, database)) {
      if (OwnerOnly.restrict(path)) {
        LOG.warn("Other users of this machine could access {}; now only its owner can", path);
      }
    }
  }

  private static void requireLock(FileChannel channel, Path folder) throws IOException {
    boolean locked = false;
    try {
      locked = channel.tryLock() != null;
      if (!locked) {
        channel.close();
      }
    } catch (OverlappingFileLockException e) { // held by another server in this very process
      LEFT_OPEN.add(channel);
    }
    if (!locked) {
      throw new StartupFailure(
          "The data folder %s is in use by another process; stop it, or choose another folder with milvus-access.data-dir"
              .formatted(folder));
    }
  }

  /** Where the database is, as JDBC names it. */
  String url() {
    return "jdbc:sqlite:" + databaseIn(path);
  }

  /** The file of the database in such a folder. */
  static Path databaseIn(Path folder) {
    return folder.resolve(DATABASE);
  }

  @Override
  public void close() throws IOException {
    lockFile.close();
  }
}
