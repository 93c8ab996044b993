package dev.milvusaccess.server.users;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants changed of a user.
 *
 * @param userName compared exactly
 * @param oldPassword null if not given
 * @param newPassword null to leave the password alone
 * @param description null to leave it alone
 */
record PasswordChange(
    String userName,
    @Nullable String oldPassword,
    @Nullable String newPassword,
    @Nullable String description) {

  /** As in Milvus, an empty password is an absent one, while an empty description takes it away. */
  PasswordChange {
    newPassword = newPassword == null || newPassword.isEmpty() ? null : newPassword;
  }

  /** What is changed, in words. */
  List<String> what() {
    return Stream.of(
            newPassword == null ? null : "password", description == null ? null : "description")
        .filter(Objects::nonNull)
        .toList();
  }

  /** Keeps the passwords out of logs. */
  @Override
  public String toString() {
    return "PasswordChange[" + userName + "]";
  }
}
