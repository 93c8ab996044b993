package dev.milvusaccess.server.store;

import static dev.milvusaccess.server.testing.Outcomes.await;
import static dev.milvusaccess.server.testing.Outcomes.failsWith;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.milvusaccess.server.contract.Contract;
import dev.milvusaccess.server.errors.PrivilegeDeniedException;
import dev.milvusaccess.server.errors.RefusedException;
import dev.milvusaccess.server.errors.UnauthenticatedException;
import dev.milvusaccess.server.request.Caller;
import dev.milvusaccess.server.request.CurrentRequest;
import dev.milvusaccess.server.request.Deadline;
import dev.milvusaccess.server.request.RequestContext;
import dev.milvusaccess.server.request.Subject;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Units of one batch on SQLite: each sees what those before it changed, and nobody else does. */
@Timeout(60)
class SqliteUnitsOfWorkTest {

  private static final Contract CONTRACT = new Contract();

  private static final Caller ROOT = new Caller("root", "root's hash");
  private static final Caller MALLORY = new Caller("mallory", "mallory's hash");

  private final UserStore users = new UserStore();
  private final RoleStore roles = new RoleStore();
  private final ExecutorService callers = Executors.newCachedThreadPool();
  private HikariDataSource dataSource;
  private SqliteUnitsOfWork units;

  @BeforeEach
  void open(@TempDir Path folder) {
    dataSource = new HikariDataSource();
    dataSource.setJdbcUrl("jdbc:sqlite:" + folder.resolve("access.db"));
    dataSource.addDataSourceProperty("journal_mode", "WAL");
    dataSource.addDataSourceProperty("foreign_keys", "true");
    Flyway.configure()
        .dataSource(dataSource)
        .locations("classpath:db/migration", "classpath:db/sqlite")
        .load()
        .migrate();
    NodeName node = new NodeName(new StoreProperties(folder, "node"), 0);
    UnitSteps steps =
        new UnitSteps(SqliteUnitsOfWorkTest::requireAdmin, users, new AuditStore(node));
    units =
        new SqliteUnitsOfWork(
            steps,
            new SqliteConnections(dataSource, StoreErrors.ofSqlite()),
            4,
            new ObservedUnits(new Reachability(), new SimpleMeterRegistry()),
            Duration.ofMinutes(1));
    for (Caller user : List.of(ROOT, MALLORY)) {
      asServer(() -> Evidence.of(create(user.name(), user.passwordHash())));
      asServer(() -> Evidence.of(users.bind(user.name(), "admin")));
    }
  }

  private static void requireAdmin(RequestContext request, Permissions permissions) {
    if (!permissions.roles().contains("admin")) {
      throw new PrivilegeDeniedException("All", request.requireCaller().name());
    }
  }

  @AfterEach
  void close() {
    callers.shutdownNow();
    units.close();
    dataSource.close();
  }

  private boolean create(String name, String hash) {
    return users.create(new Credential(name, hash, ""));
  }

  private void asServer(Supplier<Evidence> work) {
    CurrentRequest.run(
        RequestContext.ofServer("prepare", Deadline.in(Duration.ofSeconds(30))),
        () -> units.write(Revocation.NONE, work));
  }

  private static RequestContext request(Caller caller, String operation) {
    return new RequestContext(
        "id",
        "127.0.0.1",
        Deadline.in(Duration.ofSeconds(30)),
        caller,
        CONTRACT.operation(operation),
        Subject.NONE,
        false);
  }

  private void write(Caller caller, Supplier<Evidence> work) {
    CurrentRequest.run(request(caller, "dropUser"), () -> units.write(Revocation.FROM_ROLES, work));
  }

  /** As each request begins, which makes the caller known. */
  private void authenticate(Caller caller) {
    CurrentRequest.run(request(caller, "dropUser"), () -> units.findAccount(caller.name()));
  }

  private List<String> names() {
    return CurrentRequest.call(
        request(ROOT, "listUsers"), () -> units.read(() -> users.names("", 100)));
  }

  private int trail() {
    return CurrentRequest.call(
        RequestContext.ofServer("look", Deadline.in(Duration.ofSeconds(30))),
        () ->
            units
                .read(
                    () ->
                        new AuditStore(new NodeName(new StoreProperties(Path.of(""), "node"), 0))
                            .find(new AuditQuery(null, null, null, null, null, null, 1000)))
                .size());
  }

  private CompletableFuture<Void> queue(Caller caller, Supplier<Evidence> work) {
    int before = units.waiting();
    CompletableFuture<Void> unit = CompletableFuture.runAsync(() -> write(caller, work), callers);
    while (units.waiting() == before) {
      Thread.onSpinWait();
    }
    return unit;
  }

  /** A unit that is under way, so that those that come are one batch with it. */
  private final class UnderWay implements AutoCloseable {

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch letGo = new CountDownLatch(1);
    private final CompletableFuture<Void> unit =
        CompletableFuture.runAsync(
            () ->
                asServer(
                    () -> {
                      create("first", "hash");
                      begun.countDown();
                      await(letGo);
                      return Evidence.of(true);
                    }),
            callers);

    private UnderWay() {
      await(begun);
    }

    @Override
    public void close() {
      letGo.countDown();
      unit.join();
    }
  }

  @Test
  void whoWasDroppedInTheSameBatchIsRefused() {
    authenticate(MALLORY);
    CompletableFuture<Void> late;
    try (UnderWay first = new UnderWay()) {
      queue(ROOT, users.drop("mallory"));
      late = queue(MALLORY, () -> Evidence.of(create("late", "hash")));
      assertThat(first.unit).isNotDone();
    }

    failsWith(UnauthenticatedException.class, late);
    assertThat(names()).isEqualTo(List.of("first", "root"));
  }

  @Test
  void whoLostItsRoleInTheSameBatchIsRefused() {
    authenticate(MALLORY);
    CompletableFuture<Void> late;
    try (UnderWay first = new UnderWay()) {
      queue(ROOT, () -> Evidence.of(users.unbind("mallory", "admin")));
      late = queue(MALLORY, () -> Evidence.of(create("late", "hash")));
      assertThat(first.unit).isNotDone();
    }

    failsWith(PrivilegeDeniedException.class, late);
    assertThat(names()).isEqualTo(List.of("first", "mallory", "root"));
  }

  @Test
  void aChangeOfARoleConcernsEverybody() {
    authenticate(MALLORY);
    asServer(() -> Evidence.of(roles.drop("admin")));

    failsWith(
        PrivilegeDeniedException.class,
        CompletableFuture.runAsync(
            () -> write(MALLORY, () -> Evidence.of(create("late", "hash"))), callers));
  }

  @Test
  void whoWasGivenARoleInTheSameBatchMayUseIt() throws Exception {
    asServer(() -> Evidence.of(users.unbind("mallory", "admin")));
    authenticate(MALLORY);
    CompletableFuture<Void> next;
    try (UnderWay first = new UnderWay()) {
      queue(ROOT, () -> Evidence.of(users.bind("mallory", "admin")));
      next = queue(MALLORY, () -> Evidence.of(create("next", "hash")));
      assertThat(first.unit).isNotDone();
    }

    next.get(20, TimeUnit.SECONDS);
    assertThat(names()).isEqualTo(List.of("first", "mallory", "next", "root"));
  }

  @Test
  void oneThatFailsLeavesNothingAndTheOthersStay() throws Exception {
    int before = trail();
    CompletableFuture<Void> failing;
    CompletableFuture<Void> good;
    try (UnderWay first = new UnderWay()) {
      failing =
          queue(
              ROOT,
              () -> {
                create("never", "hash");
                throw RefusedException.invalidParameter("no");
              });
      good = queue(ROOT, () -> Evidence.of(create("good", "hash")));
      assertThat(first.unit).isNotDone();
    }

    failsWith(RefusedException.class, failing);
    good.get(20, TimeUnit.SECONDS);
    assertThat(names()).isEqualTo(List.of("first", "good", "mallory", "root"));
    assertThat(trail() - before).isEqualTo(2);
  }

  @Test
  void nobodySeesWhatIsNotCommitted() {
    try (UnderWay first = new UnderWay()) {
      assertThat(names()).isEqualTo(List.of("mallory", "root"));
      assertThat(first.unit).isNotDone();
    }

    assertThat(names()).isEqualTo(List.of("first", "mallory", "root"));
  }

  /** A dropped user is unknown at once, however often it was seen before. */
  @Test
  void whatIsAcknowledgedIsKnown() {
    for (int round = 0; round < 50; round++) {
      authenticate(MALLORY);
      write(ROOT, users.drop("mallory"));
      assertThat(
              CurrentRequest.<Object>call(
                  request(MALLORY, "listUsers"), () -> units.findAccount("mallory")))
          .isEqualTo(Optional.empty());
      asServer(() -> Evidence.of(create("mallory", "mallory's hash")));
      asServer(() -> Evidence.of(users.bind("mallory", "admin")));
    }
  }
}
