package dev.milvusaccess.client;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What to do about messages of Milvus's that do not say it. */
final class Advice {

  private static final Map<String, String> BY_MESSAGE = new LinkedHashMap<>();

  static {
    BY_MESSAGE.put(
        "user already exists", "The user already exists: use createIfAbsent(), or another name");
    BY_MESSAGE.put("already exists", "It already exists: check it, or use another name");
    BY_MESSAGE.put("is defined by", "It already exists: check it, or use another name");
    BY_MESSAGE.put(
        "not found the role",
        "There is no such role: create it, or check the spelling of its name");
    BY_MESSAGE.put(
        "not found the user",
        "There is no such user: create it, or check the spelling of its name");
    BY_MESSAGE.put("the role \"", "There is no such role: create it, or check its name");
    BY_MESSAGE.put("user \"", "There is no such user: create it, or check its name");
    BY_MESSAGE.put(
        "fail to drop the role",
        "Revoke the grants of the role first; roles().describe() lists them");
    BY_MESSAGE.put("is used by role", "Revoke the group from that role first");
    BY_MESSAGE.put("invalid password length", "Use a password of 6 to 72 bytes");
    BY_MESSAGE.put(
        "not found the privilege name",
        "Check the spelling of the privilege, and that this version of the server has it");
    BY_MESSAGE.put("username", "Correct the name: a letter, followed by letters, digits, _ . -");
    BY_MESSAGE.put("user name", "Correct the name: a letter, followed by letters, digits, _ . -");
  }

  private Advice() {}

  /** For a refusal; null if the kind of the failure says enough. */
  static @Nullable String forMessage(String message) {
    return BY_MESSAGE.entrySet().stream()
        .filter(entry -> message.contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  /** For a caller that is not known. */
  static @Nullable String forUnknownCaller(Token token) {
    return token.isApiKey()
        ? "Check the API key; only Zilliz Cloud has API keys, Milvus takes user:password"
        : null;
  }

  /** For an answer of this status that is none of this API; null if nothing is special. */
  static @Nullable String forStatus(int status) {
    return switch (status / 100) {
      case 3 -> "If you trust the address of the redirect, use it as the endpoint";
      case 4 ->
          status == 404
              ? "Check the endpoint, and that this version of the server has the operation"
              : null;
      default -> null;
    };
  }
}
