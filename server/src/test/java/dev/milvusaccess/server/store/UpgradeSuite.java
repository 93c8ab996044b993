package dev.milvusaccess.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.TestServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** A store of the version before the audit trail: what is there is kept. */
abstract class UpgradeSuite {

  abstract TestServer server();

  @Test
  void usersRolesAndGrantsAreKept() throws Exception {
    Api alice = server().newUser("alice");
    server().client().roles().create("listers");
    server().client().roles().grant("listers", "SelectOwnership");
    server().client().users().grantRole("alice", "listers");
    server().stop();
    takeTheAuditTrailAway();

    server().start();

    Api same = new Api(server().endpoint(), alice.token());
    same.call("users/list").is("{\"code\":0,\"data\":[\"alice\",\"root\"]}");
    server().root().call("users/drop", "userName", "alice").isDone();
    same.call("users/list").isUnauthenticated();
  }

  private void takeTheAuditTrailAway() throws Exception {
    try (Connection connection = DriverManager.getConnection(server().jdbcUrl());
        Statement statement = connection.createStatement()) {
      statement.execute("drop table audit_event");
      assertThat(statement.executeUpdate("delete from flyway_schema_history where version > '2'"))
          .isPositive();
    }
  }
}
