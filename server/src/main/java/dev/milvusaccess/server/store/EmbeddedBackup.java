package dev.milvusaccess.server.store;

import dev.milvusaccess.server.errors.StartupFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Properties;
import java.util.Set;

/**
 * Copies the embedded store into one file, also while a server works on it: as another process, it
 * only reads. The copy is of one moment, and has everything that was acknowledged before. It is
 * written anew row by row, so nothing that was deleted is left in it.
 *
 * @see <a href="https://www.sqlite.org/lang_vacuum.html#vacuuminto">VACUUM INTO</a>
 */
public final class EmbeddedBackup {

  private static final String SQLITE_OPEN_READONLY = "1";

  private final Path database;

  EmbeddedBackup(StoreProperties properties) {
    this.database = DataDirectory.databaseIn(properties.dataDir().toAbsolutePath().normalize());
  }

  /**
   * Writes the copy. When this returns, it is on the disk; before, there is no file of that name.
   *
   * @param target a file that does not exist yet, in a folder that does; only the owner of this
   *     process may read it
   * @throws StartupFailure if there is no store, the file is there already, or it cannot be written
   */
  public void writeTo(Path target) {
    Path file = target.toAbsolutePath().normalize();
    if (Files.notExists(database)) {
      throw new StartupFailure(
          "There is no embedded store in %s; name its folder with milvus-access.data-dir"
              .formatted(database.getParent()));
    }
    if (Files.exists(file)) {
      throw exists(file);
    }
    Path unfinished = Path.of(file + ".unfinished");
    try {
      OwnerOnly.open(unfinished, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))
          .close();
      try {
        copyInto(unfinished);
        sync(unfinished, StandardOpenOption.WRITE);
        Files.move(unfinished, file); // a file that appeared meanwhile is left alone
      } finally {
        Files.deleteIfExists(unfinished);
      }
      sync(file.resolveSibling("."), StandardOpenOption.READ); // its name in the folder
    } catch (FileAlreadyExistsException e) {
      throw exists(Path.of(e.getFile()));
    } catch (NoSuchFileException e) {
      throw new StartupFailure(file + " cannot be written: its folder does not exist", e);
    } catch (AccessDeniedException e) {
      throw new StartupFailure(file + " cannot be written: access is denied", e);
    } catch (IOException | SQLException e) {
      throw new StartupFailure("%s cannot be written: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static StartupFailure exists(Path file) {
    return new StartupFailure(file + " already exists; remove it, or name another file");
  }

  private void copyInto(Path file) throws SQLException {
    Properties reading = new Properties();
    reading.setProperty("open_mode", SQLITE_OPEN_READONLY);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database, reading);
        PreparedStatement copy = connection.prepareStatement("vacuum into ?")) {
      copy.setString(1, file.toString());
      copy.execute();
    }
  }

  private static void sync(Path path, StandardOpenOption option) throws IOException {
    try (FileChannel channel = FileChannel.open(path, option)) {
      channel.force(true);
    }
  }
}
