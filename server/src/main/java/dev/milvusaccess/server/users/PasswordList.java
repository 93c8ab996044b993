package dev.milvusaccess.server.users;

import com.nulabinc.zxcvbn.StandardDictionaries;
import dev.milvusaccess.server.errors.StartupFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The passwords that are guessed first: the 30,000 most common ones (of zxcvbn, without regard to
 * their length), the names of this product, and what the operator adds. Only a whole password is
 * compared, in Unicode's form NFC and without regard to upper and lower case, so {@code Password1}
 * is on the list with {@code password1}. Read at the start, and empty unless it was asked for.
 * Thread-safe.
 */
@Component
class PasswordList {

  private static final Logger LOG = LoggerFactory.getLogger(PasswordList.class);

  private static final String SETTING = "milvus-access.password-list";
  private static final String COMMON = "common";

  /** Some 200,000 passwords; they take up to ten times as much of the heap. */
  static final int MOST_BYTES = 2 << 20;

  private static final List<String> OF_THIS_PRODUCT =
      List.of("milvus", "zilliz", "milvusdb", "milvus-access", "milvusaccess");

  private final Set<String> refused;

  /**
   * Reads the list.
   *
   * @throws StartupFailure if the operator's file cannot be read, is too large or is no UTF-8
   */
  PasswordList(PasswordListProperties properties) {
    String setting = properties.passwordList();
    this.refused = setting == null || setting.isBlank() ? Set.of() : read(setting);
    if (!refused.isEmpty()) {
      LOG.info("New passwords are checked against a list of {}", refused.size());
    }
  }

  /**
   * Whether nobody should have this password: it is on the list, or the name of its user.
   *
   * @param userName whose password it is to be
   */
  boolean refuses(String password, String userName) {
    if (refused.isEmpty()) {
      return false;
    }
    String plain = plain(password);
    return refused.contains(plain) || plain.equals(plain(userName));
  }

  private static Set<String> read(String setting) {
    Set<String> passwords = new HashSet<>(OF_THIS_PRODUCT);
    try {
      passwords.addAll(StandardDictionaries.PASSWORDS_LOADER.load().getFrequencies());
    } catch (IOException e) {
      throw new IllegalStateException("The list of zxcvbn is not in its jar", e);
    }
    if (!setting.equals(COMMON)) {
      textOf(setting).lines().map(PasswordList::plain).forEach(passwords::add);
      passwords.remove("");
    }
    return passwords;
  }

  private static String textOf(String file) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      bytes = in.readNBytes(MOST_BYTES + 1);
    } catch (IOException | InvalidPathException e) {
      throw unusable("cannot be read; make it readable, or set it to common", e);
    }
    if (bytes.length > MOST_BYTES) {
      throw unusable("has more than %d bytes; shorten it".formatted(MOST_BYTES), null);
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw unusable("is not text in UTF-8; convert it", e);
    }
  }

  /** Without the value: it may be a password that was set in place of a file. */
  private static StartupFailure unusable(String why, @Nullable Throwable cause) {
    return new StartupFailure("The file of " + SETTING + " " + why, cause);
  }

  private static String plain(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
  }
}
