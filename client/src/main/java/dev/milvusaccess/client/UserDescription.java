package dev.milvusaccess.client;

import java.util.List;

/**
 * A user as described by a server.
 *
 * @param roles the names of the roles that the user holds; empty for an unknown user, too
 * @param description for people; empty if there is none, or the server (before Milvus 3.0) knows no
 *     descriptions
 */
public record UserDescription(List<String> roles, String description) {

  /** Copies the list. */
  public UserDescription {
    roles = List.copyOf(roles);
  }
}
