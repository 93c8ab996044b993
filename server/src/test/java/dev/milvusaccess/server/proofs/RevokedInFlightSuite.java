package dev.milvusaccess.server.proofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.milvusaccess.client.MilvusAccessClient;
import dev.milvusaccess.server.testing.Answer;
import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.Hold;
import dev.milvusaccess.server.testing.Hold.Moment;
import dev.milvusaccess.server.testing.Rows;
import dev.milvusaccess.server.testing.Sample;
import dev.milvusaccess.server.testing.Secrets;
import dev.milvusaccess.server.testing.TestServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A caller loses its authority while its request is under way. Either the request comes first, and
 * the revocation is acknowledged after it; or it comes too late, and has no effect at all.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RevokedInFlightSuite {

  private static final AtomicInteger COUNT = new AtomicInteger();

  private static final List<String> TABLES =
      List.of(
          "credential",
          "role_binding",
          "access_role",
          "role_grant",
          "privilege_group",
          "privilege_group_member",
          "audit_event");

  /** A caller with exactly one privilege, of which the parts can be taken away. */
  record Mallory(String name, String role, String group, Sample sample, Api api) {}

  /** How authority is taken away. */
  enum Revocation {
    DROPPED {
      @Override
      void of(Mallory mallory, MilvusAccessClient root) {
        root.users().drop(mallory.name());
      }
    },
    PASSWORD_CHANGED {
      @Override
      void of(Mallory mallory, MilvusAccessClient root) {
        String password = mallory.api().token().substring(mallory.name().length() + 1);
        root.users().updatePassword(mallory.name(), password, Secrets.fresh());
      }
    },
    ROLE_TAKEN {
      @Override
      void of(Mallory mallory, MilvusAccessClient root) {
        root.users().revokeRole(mallory.name(), mallory.role());
      }
    },
    GRANT_TAKEN {
      @Override
      void of(Mallory mallory, MilvusAccessClient root) {
        root.roles().revoke(mallory.role(), mallory.sample().privilege());
      }
    },
    GROUP_CHANGED {
      @Override
      void of(Mallory mallory, MilvusAccessClient root) {
        root.privilegeGroups().remove(mallory.group(), mallory.sample().privilege());
      }
    };

    abstract void of(Mallory mallory, MilvusAccessClient root);

    boolean leavesTheCredential() {
      return this != DROPPED && this != PASSWORD_CHANGED;
    }
  }

  private Connection store;

  abstract TestServer server();

  /** Once, since to connect to PostgreSQL takes longer than to read all that is stored. */
  @BeforeAll
  void connectPastTheServer() throws SQLException {
    store = DriverManager.getConnection(server().jdbcUrl());
  }

  @AfterAll
  void disconnect() throws SQLException {
    store.close();
  }

  @BeforeAll
  void makeWhatTheContractsExamplesAreAbout() {
    server().client().users().create("alice", "correct-horse");
    server().client().roles().create("readers");
    server().client().roles().create("role1");
  }

  static Stream<Arguments> everyOperationAndEveryRevocation() {
    return Sample.ofEveryOperation()
        .flatMap(
            sample ->
                Stream.of(Revocation.values()).map(revocation -> Arguments.of(sample, revocation)));
  }

  @ParameterizedTest
  @MethodSource("everyOperationAndEveryRevocation")
  void whatComesTooLateHasNoEffect(Sample sample, Revocation revocation) throws Exception {
    Mallory mallory = mallory(sample, revocation);
    try (Hold hold = server().faults().hold(mallory.name(), moment(sample))) {
      CompletableFuture<Answer> held = send(mallory);
      hold.awaitReached();
      revocation.of(mallory, server().client());
      List<String> before = everything();

      hold.close();
      Answer answer = held.get(20, TimeUnit.SECONDS);

      if (revocation.leavesTheCredential()) {
        answer.isDenied(sample.privilege(), mallory.name());
      } else {
        answer.isUnauthenticated();
      }
      assertThat(everything()).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRevocationIsNotAcknowledgedBeforeWhatHasBegun(Revocation revocation) throws Exception {
    Mallory mallory = mallory(createRole(), revocation);
    try (Hold hold = server().faults().hold(mallory.name(), Moment.AFTER_AUTHORITY)) {
      CompletableFuture<Answer> held = send(mallory);
      hold.awaitReached();
      CompletableFuture<Void> revoked =
          CompletableFuture.runAsync(() -> revocation.of(mallory, server().client()));
      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(() -> revoked.get(300, TimeUnit.MILLISECONDS));

      hold.close();

      held.get(20, TimeUnit.SECONDS).isDone();
      revoked.get(20, TimeUnit.SECONDS);
    }
  }

  final Mallory mallory(Sample sample, Revocation revocation) {
    String suffix = "_" + COUNT.incrementAndGet();
    MilvusAccessClient root = server().client();
    Mallory mallory =
        new Mallory(
            "mallory" + suffix,
            "r" + suffix,
            "g" + suffix,
            withNewName(sample, suffix),
            server().newUser("mallory" + suffix));
    root.roles().create(mallory.role());
    if (revocation == Revocation.GROUP_CHANGED) {
      root.privilegeGroups().create(mallory.group());
      root.privilegeGroups().add(mallory.group(), sample.privilege());
      root.roles().grant(mallory.role(), mallory.group());
    } else {
      root.roles().grant(mallory.role(), sample.privilege());
    }
    root.users().grantRole(mallory.name(), mallory.role());
    return mallory;
  }

  /** What is created must not be there already. */
  private static Sample withNewName(Sample sample, String suffix) {
    return sample.operation().endsWith("/create")
        ? new Sample(
            sample.operation(),
            sample.privilege(),
            sample.objectType(),
            sample.body().replaceFirst("(Name\" ?: ?\"\\w+)", "$1" + suffix))
        : sample;
  }

  static Sample createRole() {
    return new Sample("roles/create", "CreateOwnership", "Global", "{\"roleName\":\"made\"}");
  }

  static CompletableFuture<Answer> send(Mallory mallory) {
    return CompletableFuture.supplyAsync(
        () -> mallory.api().send(mallory.sample().operation(), mallory.sample().body()));
  }

  private static Moment moment(Sample sample) {
    return sample.operation().matches(".*/(list|describe)")
        ? Moment.BEFORE_READING
        : Moment.BEFORE_WRITING;
  }

  /** All that is stored, past the server. */
  private List<String> everything() throws SQLException {
    List<String> rows = new ArrayList<>();
    for (String table : TABLES) {
      Rows.of(store, "select * from " + table).forEach(row -> rows.add(table + row));
    }
    return rows.stream().sorted().toList();
  }
}
