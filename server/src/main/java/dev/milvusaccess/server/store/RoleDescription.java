package dev.milvusaccess.server.store;

import java.util.List;

/**
 * What may be told of a role.
 *
 * @param grants all of them, in all databases, in their order
 * @param description for people; empty if there is none
 */
public record RoleDescription(List<Grant> grants, String description) {}
