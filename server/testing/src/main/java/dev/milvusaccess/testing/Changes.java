package dev.milvusaccess.testing;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What requests may have changed in a server since it was last looked at. Thread-safe. */
final class Changes {

  static final String UPDATE_PASSWORD = "users/update_password";

  private static final Set<String> READING =
      Set.of(
          "users/list", "users/describe", "roles/list", "roles/describe", "privilege_groups/list");

  /** What the server takes for the name of a user as it stands. */
  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_]+");

  /**
   * What may have been changed.
   *
   * @param roles roles, their grants, or privilege groups; and with them, what users hold
   * @param everyUser any user, the password, too
   * @param users these users, the password, too
   */
  record Seen(boolean roles, boolean everyUser, Set<String> users) {

    static final Seen EVERYTHING = new Seen(true, true, Set.of());

    boolean any() {
      return roles || everyUser || !users.isEmpty();
    }

    boolean mayHaveChanged(String user) {
      return everyUser || users.contains(user);
    }
  }

  private Seen seen = new Seen(false, false, Set.of());

  synchronized void everything() {
    seen = Seen.EVERYTHING;
  }

  synchronized void note(String operation, @Nullable ObjectNode request) {
    if (READING.contains(operation)) {
      return;
    }
    if (!operation.startsWith("users/")) {
      seen = new Seen(true, seen.everyUser, seen.users);
      return;
    }
    String user = Message.text(request, "userName");
    Set<String> users = new HashSet<>(seen.users);
    users.add(user);
    boolean plain = PLAIN_NAME.matcher(user).matches();
    seen = new Seen(seen.roles, seen.everyUser || !plain, users);
  }

  synchronized Seen take() {
    Seen taken = seen;
    seen = new Seen(false, false, Set.of());
    return taken;
  }
}
