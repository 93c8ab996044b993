package dev.milvusaccess.server.command;

import dev.milvusaccess.server.store.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Passwords for users that are to be created. They are written to a file, for its owner alone, and
 * are on the disk before the first of the users is there: so no user exists whose password nobody
 * has, whatever happens to the program.
 */
final class NewPasswords {

  /** Taken by each server, and 190 bits that nobody can guess. */
  private static final int LENGTH = 32;

  private static final String CHARACTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private final Map<String, String> passwords = new TreeMap<>();

  private NewPasswords(List<String> users) {
    SecureRandom random = new SecureRandom();
    users.forEach(user -> passwords.put(user, fresh(random)));
  }

  private static String fresh(SecureRandom random) {
    return random
        .ints(LENGTH, 0, CHARACTERS.length())
        .mapToObj(n -> String.valueOf(CHARACTERS.charAt(n)))
        .collect(Collectors.joining());
  }

  /** For a plan that creates nobody. */
  static NewPasswords none() {
    return new NewPasswords(List.of());
  }

  /**
   * Makes passwords and writes them to a new file: a line {@code user:password}, which is a token,
   * for each user.
   *
   * @throws CommandFailure if there is such a file, or it cannot be written; none is left then
   */
  static NewPasswords writtenTo(Path file, List<String> users) {
    NewPasswords made = new NewPasswords(users);
    try (FileChannel channel =
        OwnerOnly.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
      made.write(channel, file);
    } catch (FileAlreadyExistsException e) {
      throw CommandFailure.wrongUse(
          "The file %s already exists and may contain passwords; nothing was changed"
              .formatted(Shown.line(file.toString())));
    } catch (IOException e) {
      throw CommandFailure.failed(
          "The file %s for the passwords cannot be written; nothing was changed"
              .formatted(Shown.line(file.toString())));
    }
    return made;
  }

  private void write(FileChannel channel, Path file) throws IOException {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(lines().getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
      syncFolderOf(file);
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /** Or the file could be without its name after a loss of power. */
  private static void syncFolderOf(Path file) throws IOException {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private String lines() {
    return passwords.entrySet().stream()
        .map(entry -> entry.getKey() + ":" + entry.getValue() + "\n")
        .collect(Collectors.joining());
  }

  /** The password that was made for a user. */
  String of(String user) {
    return Objects.requireNonNull(passwords.get(user));
  }
}
