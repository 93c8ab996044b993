package dev.milvusaccess.server.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps other users of this machine out of the data folder: it holds hashes of passwords. Where the
 * file system knows no such permissions, this does nothing.
 */
final class OwnerOnly {

  private static final Logger LOG = LoggerFactory.getLogger(OwnerOnly.class);

  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private OwnerOnly() {}

  /** Makes the folder if need be, and takes from others what they may do with it. */
  static void folder(Path folder) throws IOException {
    boolean isNew = Files.notExists(folder);
    Files.createDirectories(folder);
    narrow(folder, FOLDER, isNew);
  }

  /** Makes the file if need be, and takes from others what they may do with it. */
  static void file(Path file) throws IOException {
    boolean isNew = Files.notExists(file);
    if (isNew) {
      Files.createFile(file); // SQLite gives the files beside it the same permissions
    }
    narrow(file, FILE, isNew);
  }

  private static void narrow(Path path, Set<PosixFilePermission> allowed, boolean isNew)
      throws IOException {
    if (!Files.getFileStore(path).supportsFileAttributeView("posix")
        || allowed.containsAll(Files.getPosixFilePermissions(path))) {
      return;
    }
    Files.setPosixFilePermissions(path, allowed);
    if (!isNew) {
      LOG.warn(
          "{} was open to other users of this machine; from now on only its owner may use it",
          path);
    }
  }
}
