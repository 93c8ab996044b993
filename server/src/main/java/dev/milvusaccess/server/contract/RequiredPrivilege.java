package dev.milvusaccess.server.contract;

import org.jspecify.annotations.Nullable;

/**
 * The privilege that a caller needs for an operation: its {@code x-required-privilege}.
 *
 * @param objectType the type of object that the privilege is about: {@code Global} or {@code User}
 * @param privilege the privilege's name, without Milvus's prefix {@code Privilege}
 * @param objectField the field of the request body that names the object; null if the privilege is
 *     about no single object
 * @param exemption who needs no privilege at all
 */
public record RequiredPrivilege(
    String objectType, String privilege, @Nullable String objectField, Exemption exemption) {

  /** That of those who may do everything. */
  public static final RequiredPrivilege ALL =
      new RequiredPrivilege("Global", "All", null, Exemption.NONE);

  /** Of what the server does by itself, which asks nobody. */
  static final RequiredPrivilege UNASKED = new RequiredPrivilege("", "", null, Exemption.NONE);

  /** Who may call an operation without its privilege. */
  public enum Exemption {
    /** Nobody. */
    NONE,
    /** The user whom {@code objectField} names. */
    OWN_ACCOUNT
  }
}
