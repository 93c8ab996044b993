package dev.milvusaccess.server.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files and folders that only the user who runs the server may read and change. Where the file
 * system has no permissions of POSIX, it decides.
 */
public final class OwnerOnly {

  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");

  private OwnerOnly() {}

  /** Opens a file; one that is made is the owner's alone from the first moment. */
  public static FileChannel open(Path file, Set<? extends OpenOption> options) throws IOException {
    return FileChannel.open(file, options, with(FILE));
  }

  /** Makes a folder and those above it, as far as they are not there. */
  public static void createFolders(Path folder) throws IOException {
    Files.createDirectories(folder, with(FOLDER));
  }

  /**
   * Takes a file or folder that is there away from all others. What is neither, as a device or a
   * pipe, is left alone.
   *
   * @return whether that changed anything
   */
  public static boolean restrict(Path path) throws IOException {
    Set<PosixFilePermission> allowed = Files.isDirectory(path) ? FOLDER : FILE;
    if (!isPosix()
        || !(Files.isRegularFile(path) || Files.isDirectory(path))
        || allowed.containsAll(Files.getPosixFilePermissions(path))) {
      return false;
    }
    Files.setPosixFilePermissions(path, allowed);
    return true;
  }

  private static FileAttribute<?>[] with(Set<PosixFilePermission> permissions) {
    return isPosix()
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }
}
