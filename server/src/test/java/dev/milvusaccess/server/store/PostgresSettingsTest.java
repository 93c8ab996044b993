package dev.milvusaccess.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.milvusaccess.server.request.CurrentRequest;
import dev.milvusaccess.server.request.Deadline;
import dev.milvusaccess.server.request.RequestContext;
import dev.milvusaccess.server.testing.TestServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Settings of the database and of the pool must not take away what a unit of work relies on. */
class PostgresSettingsTest {

  @RegisterExtension static final TestServer SERVER = TestServer.postgres();

  @RegisterExtension
  static final TestServer OWN_INIT =
      TestServer.postgres().with("spring.datasource.hikari.connection-init-sql=select 1");

  @RegisterExtension
  static final TestServer NO_AUTO_COMMIT =
      TestServer.postgres().with("spring.datasource.hikari.auto-commit=false");

  private static void execute(TestServer server, String sql) {
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
        Statement statement = connection.createStatement()) {
      statement.execute(sql.formatted(connection.getCatalog()));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads a setting within the transaction of this thread. */
  static final class Look extends Statements {

    String at(String setting) {
      return sql("show " + setting).query((row, number) -> row.getString(1)).get(0);
    }
  }

  private static String withinAUnit(TestServer server, String setting) {
    AtomicReference<String> found = new AtomicReference<>("");
    CurrentRequest.call(
        RequestContext.ofServer("look", Deadline.in(Duration.ofSeconds(10))),
        () -> {
          server
              .bean(UnitsOfWork.class)
              .write(
                  Revocation.NONE,
                  () -> {
                    found.set(new Look().at(setting));
                    return Evidence.of(true);
                  });
          return true;
        });
    return found.get();
  }

  private static void losesNothing(TestServer server) {
    execute(server, "alter database %s set synchronous_commit = off");
    server.stop();
    server.start();
    assertThat(withinAUnit(server, "synchronous_commit")).isEqualTo("on");
    assertThat(withinAUnit(server, "idle_in_transaction_session_timeout")).isEqualTo("5s");
  }

  @Test
  void aCommitIsDurableWhateverTheDatabaseSays() {
    losesNothing(SERVER);
  }

  @Test
  void aCommitIsDurableWhateverThePoolExecutesFirst() {
    losesNothing(OWN_INIT);
  }

  @Test
  void aCommitIsDurableWithoutAutoCommit() {
    losesNothing(NO_AUTO_COMMIT);
  }

  /** As behind a pooler of transactions, or after its reset between two clients. */
  @Test
  void aCommitIsDurableAfterTheSessionWasReset() {
    execute(SERVER, "alter database %s set synchronous_commit = off");
    SERVER.stop();
    SERVER.start();
    new JdbcTemplate(SERVER.bean(HikariDataSource.class)).execute("discard all");
    assertThat(withinAUnit(SERVER, "synchronous_commit")).isEqualTo("on");
  }

  /** The best plan for the purge of the trail depends on how much there is. */
  @Test
  void whatTheServerDoesByItselfIsPlannedAnew() {
    assertThat(withinAUnit(SERVER, "plan_cache_mode")).isEqualTo("auto");
    assertThat(withinAUnit(SERVER, "enable_seqscan")).isEqualTo("on");
  }

  /** The next one to get the session from a pooler may be another program. */
  @Test
  void howStatementsArePlannedEndsWithTheTransaction() throws SQLException {
    SERVER.root().call("users/drop", "userName", "nobody").isDone(); // looks for the caller, too

    HikariDataSource pool = SERVER.bean(HikariDataSource.class);
    List<Connection> all = new ArrayList<>();
    try {
      while (all.size() < pool.getMaximumPoolSize()) {
        all.add(pool.getConnection());
      }
      for (Connection connection : all) {
        JdbcTemplate session = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
        assertThat(session.queryForObject("show plan_cache_mode", String.class)).isEqualTo("auto");
        assertThat(session.queryForObject("show enable_seqscan", String.class)).isEqualTo("on");
      }
    } finally {
      for (Connection connection : all) {
        connection.close();
      }
    }
  }

  /** As after the C library of its host was updated; here the reason is a setting. */
  @Test
  void aWarningAtTheLogInIsNoDoubtAboutACommit() {
    execute(SERVER, "alter database %s set default_text_search_config = 'nothing'");
    SERVER.stop();
    SERVER.start();
    // So that the first use of a connection is a change, as happens under load after a fail-over.
    SERVER.bean(HikariDataSource.class).getHikariPoolMXBean().softEvictConnections();
    assertThat(withinAUnit(SERVER, "default_transaction_read_only")).isEqualTo("off");
  }
}
