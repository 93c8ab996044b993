package dev.milvusaccess.server.store;

import java.util.List;

/**
 * What may be told of a user.
 *
 * @param roles the names of the roles that it holds, in their order
 * @param description for people; empty if there is none
 */
public record UserDescription(List<String> roles, String description) {}
