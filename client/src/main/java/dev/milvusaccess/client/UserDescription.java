package dev.milvusaccess.client;

import java.util.List;

/**
 * What a server tells of a user.
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
