package dev.milvusaccess.server.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds a token where others cannot see it. */
final class Tokens {

  /** No header could carry more. */
  private static final int MOST_BYTES = 8 * 1024;

  private Tokens() {}

  /**
   * The token of a file, else that of a variable.
   *
   * @throws CommandFailure if there is neither, or the file cannot be read
   */
  static String from(@Nullable Path file, String option, String variable, Terminal terminal) {
    if (file != null) {
      return read(file);
    }
    String token = terminal.variable(variable);
    if (token == null) {
      throw CommandFailure.wrongUse(
          "The token is missing: set %s to user:password, or give %s".formatted(variable, option));
    }
    return token;
  }

  private static String read(Path file) {
    try (InputStream content = Files.newInputStream(file)) {
      byte[] bytes = content.readNBytes(MOST_BYTES + 1);
      if (bytes.length <= MOST_BYTES) {
        return new String(bytes, StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw unusable(file, "cannot be read");
    }
    throw unusable(file, "is too long for a token");
  }

  private static CommandFailure unusable(Path file, String why) {
    return CommandFailure.wrongUse(
        "The file %s for the token %s".formatted(Shown.line(file.toString()), why));
  }
}
