package dev.milvusaccess.server.contract;

import java.util.List;

/**
 * One operation of the contract.
 *
 * @param id the {@code operationId}, which is also the name of the generated method
 * @param path the path, as {@code /v2/vectordb/users/drop}
 * @param access whether it changes something: its {@code x-access}
 * @param requiredPrivilege what the caller needs
 * @param requestName what Milvus calls the request in its messages, as {@code UserReq}; empty if
 *     the request has no parameters
 * @param requiredFields the fields of the body without which it is refused before anything else is
 *     looked at, in the contract's order
 */
public record Operation(
    String id,
    String path,
    Access access,
    RequiredPrivilege requiredPrivilege,
    String requestName,
    List<String> requiredFields) {

  /** What an operation does to what is stored. */
  public enum Access {
    /** It changes nothing. */
    READ,
    /** It may change something, and leaves a row in the audit trail if it succeeds. */
    WRITE
  }

  /**
   * Something that is no operation of the contract.
   *
   * @param id what the audit trail calls it
   */
  public static Operation internal(String id, Access access, RequiredPrivilege required) {
    return new Operation(id, "", access, required, "", List.of());
  }

  /** Something that the server does by itself. */
  public static Operation ofServer(String id) {
    return internal(id, Access.WRITE, RequiredPrivilege.UNASKED);
  }
}
