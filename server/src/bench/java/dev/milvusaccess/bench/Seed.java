package dev.milvusaccess.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Puts users into a store, past the server: to hash a million passwords would take a day. */
final class Seed {

  /** Of the number in a name. */
  static final int DIGITS = 7;

  private Seed() {}

  static String name(int number) {
    return "user_%07d".formatted(number);
  }

  /** Into the embedded store, which nobody has open. */
  static void embedded(Path data, int users) throws SQLException {
    execute(
        "jdbc:sqlite:" + data.resolve("access.db"),
        """
        with recursive number (n) as (select 1 union all select n + 1 from number where n < %d)
        insert into credential (user_name, password_hash, description)
        select printf('user_%%07d', n), (select password_hash from credential), '' from number"""
            .formatted(users));
  }

  /** Into PostgreSQL. */
  static void postgres(String url, int users) throws SQLException {
    execute(
        url,
        """
        insert into credential (user_name, password_hash, description)
        select 'user_' || lpad(n::text, 7, '0'), (select password_hash from credential), ''
        from generate_series(1, %1$d) n;
        analyze"""
            .formatted(users));
  }

  private static void execute(String url, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
