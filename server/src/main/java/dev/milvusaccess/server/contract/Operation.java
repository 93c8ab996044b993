package dev.milvusaccess.server.contract;

import java.util.List;

/**
 * One operation of the contract.
 *
 * @param id the {@code operationId}, which is also the name of the generated method
 * @param path the path, as {@code /v2/vectordb/users/drop}
 * @param requiredPrivilege what the caller needs
 * @param requestName what Milvus calls the request in its messages, as {@code UserReq}; empty if
 *     the request has no parameters
 * @param requiredFields the fields of the body that must be given, in the contract's order
 */
public record Operation(
    String id,
    String path,
    RequiredPrivilege requiredPrivilege,
    String requestName,
    List<String> requiredFields) {}
