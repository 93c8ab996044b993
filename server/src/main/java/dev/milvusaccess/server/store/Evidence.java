package dev.milvusaccess.server.store;

import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the audit trail shall say of a change, with the names as they were applied.
 *
 * @param outcome whether something was changed
 * @param userName the user that it was done to; null if none
 * @param roleName the role that it was done to or with; null if none
 * @param groupName the privilege group that it was done to or with; null if none
 * @param detail what was granted, added and so on; null if there is nothing more to say
 */
public record Evidence(
    Outcome outcome,
    @Nullable String userName,
    @Nullable String roleName,
    @Nullable String groupName,
    @Nullable String detail) {

  /** Whether something was changed. */
  public enum Outcome {
    CHANGED("changed"),
    NOTHING_TO_DO("nothing to do");

    private final String text;

    Outcome(String text) {
      this.text = text;
    }

    /** As it stands in the trail. */
    public String text() {
      return text;
    }
  }

  /** Without names. */
  public static Evidence of(boolean changed) {
    return new Evidence(changed ? Outcome.CHANGED : Outcome.NOTHING_TO_DO, null, null, null, null);
  }

  /** With the user that it was done to. */
  public Evidence user(String name) {
    return new Evidence(outcome, name, roleName, groupName, detail);
  }

  /** With the role that it was done to or with. */
  public Evidence role(String name) {
    return new Evidence(outcome, userName, name, groupName, detail);
  }

  /** With the privilege group that it was done to or with. */
  public Evidence group(String name) {
    return new Evidence(outcome, userName, roleName, name, detail);
  }

  /** With more words. */
  public Evidence detail(String words) {
    return new Evidence(outcome, userName, roleName, groupName, words);
  }

  /** With all that it was about. */
  public Evidence detail(Collection<?> things) {
    return detail(things.stream().map(String::valueOf).collect(Collectors.joining(", ")));
  }
}
