package dev.milvusaccess.server.roles;

import dev.milvusaccess.server.errors.ErrorCode;
import dev.milvusaccess.server.errors.RefusedException;
import dev.milvusaccess.server.privileges.PrivilegeCatalogue;
import dev.milvusaccess.server.rules.NameRule;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Milvus's rules for databases, as far as grants name them. This server has only the first one. */
final class Databases {

  /** The one that is there from the start, and is meant if none is named. */
  static final String DEFAULT = "default";

  private static final Pattern FIRST = Pattern.compile("(?s)[A-Za-z_].*");
  private static final Pattern ALL = Pattern.compile("[A-Za-z0-9_]+");

  private Databases() {}

  /**
   * Holds the name of a database to its rule; {@code *} passes.
   *
   * @throws RefusedException if it breaks the rule
   */
  static void check(String name) {
    if (name.equals(PrivilegeCatalogue.ANY)) {
      return;
    }
    int limit = NameRule.DEFAULT_LIMIT_BYTES;
    if (name.getBytes(StandardCharsets.UTF_8).length > limit) {
      throw invalid(name, "the length of a database name must be not greater than " + limit);
    }
    if (!FIRST.matcher(name).matches()) {
      throw invalid(name, "the first character of a database name must be an underscore or letter");
    }
    if (!ALL.matcher(name).matches()) {
      throw invalid(name, "database name can only contain numbers, letters and underscores");
    }
  }

  /**
   * A collection that is named is looked up in its database. There are no collections here, so that
   * any name is taken for one, but no other database.
   *
   * @param collection its name, or {@code *}, which needs no database
   * @throws RefusedException if there is no such database
   */
  static void requireToHold(String database, String collection) {
    if (!collection.equals(PrivilegeCatalogue.ANY) && !database.equals(DEFAULT)) {
      throw new RefusedException(
          ErrorCode.DATABASE_NOT_FOUND,
          "%s[database=%s]".formatted(ErrorCode.DATABASE_NOT_FOUND.text(), database));
    }
  }

  private static RefusedException invalid(String name, String rule) {
    ErrorCode code = ErrorCode.INVALID_DATABASE_NAME;
    return new RefusedException(code, "%s: %s[database=%s]".formatted(rule, code.text(), name));
  }
}
