package dev.milvusaccess.server.privileges;

import java.util.List;

/**
 * A group of privileges that Milvus brings along.
 *
 * @param name its name
 * @param level the level of all its privileges
 * @param privileges all of them, those of the narrower group first
 */
public record BuiltInGroup(String name, PrivilegeLevel level, List<String> privileges) {}
