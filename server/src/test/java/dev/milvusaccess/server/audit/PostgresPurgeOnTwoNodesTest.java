package dev.milvusaccess.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.TestServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Nodes that were started together purge together. */
class PostgresPurgeOnTwoNodesTest {

  @RegisterExtension static final TestServer SERVER = TestServer.postgres();
  @RegisterExtension static final TestServer OTHER = SERVER.anotherNode();

  @Test
  void whatAnotherNodeDeletedLeavesNoEvent() throws Exception {
    try (Connection connection = DriverManager.getConnection(SERVER.jdbcUrl());
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          insert into audit_event (occurred_at, actor, action, outcome, source_address, request_id,
                                   node)
          select now() - interval '500 days', 'root', 'dropUser', 'changed', '', '', ''
            from generate_series(1, 20000)
          """);
      Instant time = Instant.now().minusSeconds(86400);
      Stream.of(SERVER, OTHER)
          .map(
              node -> CompletableFuture.runAsync(() -> node.bean(AuditRetention.class).purge(time)))
          .toList()
          .forEach(CompletableFuture::join);

      List<String> purges = new ArrayList<>();
      try (ResultSet row =
          statement.executeQuery(
              "select outcome, split_part(detail, ' ', 1), count(*) from audit_event where action = 'purgeAuditTrail' group by 1, 2")) {
        while (row.next()) {
          purges.add(row.getString(1) + " " + row.getString(2) + " x" + row.getInt(3));
        }
      }
      assertThat(purges).isEqualTo(List.of("changed 500 x40"));
    }
  }
}
