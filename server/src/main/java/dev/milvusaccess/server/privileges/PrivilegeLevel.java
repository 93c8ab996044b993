package dev.milvusaccess.server.privileges;

/** How far a privilege reaches: the level of the built-in groups that list it. */
public enum PrivilegeLevel {
  CLUSTER,
  DATABASE,
  COLLECTION
}
