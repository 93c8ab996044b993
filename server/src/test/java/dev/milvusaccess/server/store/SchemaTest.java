package dev.milvusaccess.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.milvusaccess.server.testing.TestServer;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the code must not do, the schema does not let it do. */
class SchemaTest {

  @RegisterExtension static final TestServer SERVER = TestServer.embedded();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into role_binding (user_name, role_name) values ('ghost', 'admin')",
        "insert into role_binding (user_name, role_name) values ('root', 'ghost')",
        "insert into role_grant values ('ghost', 'Global', '*', 'All', '*', 'root', null)",
        "insert into role_grant values ('admin', 'Global', '*', 'g', '*', 'root', 'ghost')",
        "insert into privilege_group_member values ('ghost', 'Search', 0)",
        "delete from access_role where role_name = 'public'", // it has grants
        "insert into credential values ('root', 'x', '')"
      })
  void nothingDangles(String statement) {
    assertThatExceptionOfType(DataIntegrityViolationException.class)
        .isThrownBy(() -> jdbc().sql(statement).update());
  }

  @Test
  void aBindingGoesWithItsUser() {
    SERVER.newUser("bound");
    SERVER.client().users().grantRole("bound", "admin");
    JdbcClient jdbc = jdbc();
    assertThat(bindings(jdbc)).isOne();

    jdbc.sql("delete from credential where user_name = 'bound'").update();

    assertThat(bindings(jdbc)).isZero();
  }

  private static JdbcClient jdbc() {
    JdbcTemplate jdbc = new JdbcTemplate(SERVER.bean(DataSource.class));
    jdbc.setExceptionTranslator(StoreErrors.ofSqlite());
    return JdbcClient.create(jdbc);
  }

  private static int bindings(JdbcClient jdbc) {
    return jdbc.sql("select count(*) from role_binding where user_name = 'bound'")
        .query(Integer.class)
        .single();
  }
}
