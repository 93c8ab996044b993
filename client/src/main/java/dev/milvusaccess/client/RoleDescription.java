package dev.milvusaccess.client;

import java.util.List;

/**
 * A role as described by a server.
 *
 * @param grants its grants in the requested database, and in {@code *}
 * @param description for people; empty if there is none, or the server (before Milvus 3.0) knows no
 *     descriptions
 */
public record RoleDescription(List<Grant> grants, String description) {

  /** Copies the list. */
  public RoleDescription {
    grants = List.copyOf(grants);
  }
}
