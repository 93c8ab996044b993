package dev.milvusaccess.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import dev.milvusaccess.server.contract.Contract;
import dev.milvusaccess.server.errors.DeadlineExceededException;
import dev.milvusaccess.server.errors.PrivilegeDeniedException;
import dev.milvusaccess.server.errors.RefusedException;
import dev.milvusaccess.server.errors.StoreUnavailableException;
import dev.milvusaccess.server.errors.UnauthenticatedException;
import dev.milvusaccess.server.request.Caller;
import dev.milvusaccess.server.request.CurrentRequest;
import dev.milvusaccess.server.request.Deadline;
import dev.milvusaccess.server.request.RequestContext;
import dev.milvusaccess.server.request.Subject;
import dev.milvusaccess.server.testing.Postgres;
import dev.milvusaccess.server.testing.PostgresProxy;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.support.SQLExceptionTranslator;

/** Callers of one batch on PostgreSQL: each has its own outcome, and what it is told is true. */
@Timeout(60)
class PostgresBatchTest {

  private static final Contract CONTRACT = new Contract();

  private static final Caller ROOT = new Caller("root", "root's hash");
  private static final Caller MALLORY = new Caller("mallory", "mallory's hash");
  private static final Caller NOBODY = new Caller("nobody", "nobody's hash");

  private final UserStore users = new UserStore();
  private final AuditStore trail =
      new AuditStore(new NodeName(new StoreProperties(Path.of(""), "node"), 0));
  private final UnitSteps steps = new UnitSteps(this::requireAdmin, users, trail);
  private final PostgresProxy proxy = new PostgresProxy(Postgres.newDatabase());
  private HikariDataSource dataSource;
  private PostgresTransactions transactions;
  private PostgresUnitsOfWork units;
  private Consumer<RequestContext> whileChecked = request -> {};

  @BeforeEach
  void open() {
    dataSource = new HikariDataSource();
    dataSource.setJdbcUrl(proxy.url());
    Flyway.configure()
        .dataSource(dataSource)
        .locations("classpath:db/migration", "classpath:db/postgresql")
        .load()
        .migrate();
    transactions = new PostgresTransactions(dataSource, StoreErrors.ofPostgres());
    units =
        new PostgresUnitsOfWork(
            dataSource,
            StoreErrors.ofPostgres(),
            steps,
            new ObservedUnits(new Reachability(), new SimpleMeterRegistry()));
    asServer(
        () -> {
          for (Caller user : List.of(ROOT, MALLORY, NOBODY)) {
            create(user.name(), user.passwordHash());
          }
          return Evidence.of(users.bind("root", "admin") && users.bind("mallory", "admin"));
        });
  }

  private void requireAdmin(RequestContext request, Permissions permissions) {
    whileChecked.accept(request);
    if (!permissions.roles().contains("admin")) {
      throw new PrivilegeDeniedException("All", request.requireCaller().name());
    }
  }

  @AfterEach
  void close() throws Exception {
    units.close();
    dataSource.close();
    proxy.afterAll(null);
  }

  private boolean create(String name, String hash) {
    return users.create(new Credential(name, hash, ""));
  }

  private void asServer(Supplier<Evidence> work) {
    CurrentRequest.run(
        RequestContext.ofServer("prepare", Deadline.in(Duration.ofSeconds(30))),
        () -> units.write(Revocation.NONE, work));
  }

  private static RequestContext request(Caller caller, Duration time) {
    return new RequestContext(
        "id",
        "127.0.0.1",
        Deadline.in(time),
        caller,
        CONTRACT.operation("dropUser"),
        Subject.NONE,
        false);
  }

  private static Change change(Caller caller, Revocation revocation, Supplier<Evidence> work) {
    Change change = new Change(request(caller, Duration.ofSeconds(30)), revocation, work);
    assertThat(change.take()).isTrue();
    return change;
  }

  private Change drop(Caller caller, String name) {
    return change(caller, Revocation.from(name), users.drop(name));
  }

  private Change creation(Caller caller, String name) {
    return change(caller, Revocation.NONE, () -> Evidence.of(create(name, "hash")).user(name));
  }

  private void run(Change... changes) {
    new PostgresBatch(steps, List.of(changes)).run(transactions);
    assertThat(changes).allMatch(Member::isDone);
  }

  private static void isDone(Change change) {
    assertThat(change.isAlone()).isFalse();
    assertThatCode(change::throwFailure).doesNotThrowAnyException();
  }

  private static void isAlone(Change change) {
    assertThat(change.isAlone()).isTrue();
    assertThatCode(change::throwFailure).doesNotThrowAnyException();
  }

  private static void isRefused(Class<? extends Throwable> type, Change change) {
    assertThat(change.isAlone()).isFalse();
    assertThatExceptionOfType(type).isThrownBy(change::throwFailure);
  }

  private static void isUnavailable(boolean outcomeUnknown, Change change) {
    assertThatExceptionOfType(StoreUnavailableException.class)
        .isThrownBy(change::throwFailure)
        .satisfies(lost -> assertThat(lost.outcomeUnknown()).isEqualTo(outcomeUnknown));
  }

  private <T> T read(Supplier<T> work) {
    return CurrentRequest.call(request(ROOT, Duration.ofSeconds(30)), () -> units.read(work));
  }

  private List<String> names() {
    return read(() -> users.names("", 100));
  }

  /** What the trail says, the oldest first, without what prepared the test. */
  private List<String> recorded() {
    AuditQuery all = new AuditQuery(null, null, null, null, null, null, 1000);
    List<String> found =
        read(() -> trail.find(all)).stream()
            .filter(entry -> !entry.action().equals("prepare"))
            .map(entry -> "%s: %s %s".formatted(entry.actor(), entry.userName(), entry.outcome()))
            .toList();
    return IntStream.range(0, found.size()).mapToObj(n -> found.get(found.size() - 1 - n)).toList();
  }

  @Test
  void eachHasItsOwnOutcomeAndItsRowInTheTrail() {
    Change dropped = drop(ROOT, "nobody");
    Change denied = creation(NOBODY, "late");
    Change gone = drop(MALLORY, "nobody");
    Change outdated = drop(new Caller("root", "another hash"), "mallory");
    run(dropped, denied, gone, outdated);

    isDone(dropped);
    isRefused(UnauthenticatedException.class, denied);
    isDone(gone);
    isRefused(UnauthenticatedException.class, outdated);
    assertThat(names()).isEqualTo(List.of("mallory", "root"));
    assertThat(recorded())
        .isEqualTo(List.of("root: nobody changed", "mallory: nobody nothing to do"));
  }

  /** The least of five: the pool looks at a connection that was idle for half a second. */
  private int roundTripsOf(Runnable task) {
    int least = Integer.MAX_VALUE;
    for (int n = 0; n < 5; n++) {
      int before = proxy.roundTrips();
      task.run();
      least = Math.min(least, proxy.roundTrips() - before);
    }
    return least;
  }

  /** The beginning with all locks; the deletions; the evidence of all, and the commit. */
  @Test
  void manyShareTheirRoundTrips() {
    int roundTrips =
        roundTripsOf(
            () -> {
              Change[] drops =
                  IntStream.range(0, 8).mapToObj(n -> drop(ROOT, "u" + n)).toArray(Change[]::new);
              run(drops);
              assertThat(drops).allSatisfy(PostgresBatchTest::isDone);
            });

    assertThat(roundTrips).isEqualTo(1 + 1 + 1);
    assertThat(recorded()).hasSize(5 * 8);
  }

  /** Their rows go as arrays, which have a syntax of their own. */
  @Test
  void whatIsOddIsRecordedAsItIs() {
    List<String> odd = List.of("NULL", "a\"b\\c{d,e}'", "\u00fc\n", " ", "$1 ?");
    List<Change> drops = odd.stream().map(name -> drop(ROOT, name)).toList();
    Change detailed =
        change(
            MALLORY,
            Revocation.NONE,
            () -> Evidence.of(true).role("r").group("g").detail("NULL, {}"));
    run(Stream.concat(drops.stream(), Stream.of(detailed)).toArray(Change[]::new));

    AuditQuery all = new AuditQuery(null, null, null, null, null, null, 6);
    List<AuditEntry> found = read(() -> trail.find(all));
    assertThat(found.subList(1, 6).stream().map(AuditEntry::userName))
        .isEqualTo(List.of("$1 ?", " ", "\u00fc\n", "a\"b\\c{d,e}'", "NULL"));
    AuditEntry last = found.get(0);
    assertThat(last)
        .isEqualTo(
            new AuditEntry(
                last.sequence(),
                last.occurredAt(),
                "mallory",
                "dropUser",
                "changed",
                null,
                "r",
                "g",
                "NULL, {}",
                "127.0.0.1",
                "id",
                "node"));
    assertThat(last.occurredAt())
        .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
  }

  /** Though their deletions would share a round trip otherwise. */
  @Test
  void whoWasDroppedBeforeItMayDropNobody() {
    Change drop = drop(ROOT, "mallory");
    Change late = drop(MALLORY, "nobody");
    run(drop, late);

    isDone(drop);
    isRefused(UnauthenticatedException.class, late);
    assertThat(names()).isEqualTo(List.of("nobody", "root"));
    assertThat(recorded()).isEqualTo(List.of("root: mallory changed"));
  }

  @Test
  void whoIsDeniedAmongDeletionsIsRefusedByItself() {
    Change first = drop(ROOT, "mallory");
    Change denied = drop(NOBODY, "root");
    Change same = drop(ROOT, "mallory");
    run(first, denied, same);

    isDone(first);
    isRefused(PrivilegeDeniedException.class, denied);
    isDone(same);
    assertThat(names()).isEqualTo(List.of("nobody", "root"));
    assertThat(recorded())
        .isEqualTo(List.of("root: mallory changed", "root: mallory nothing to do"));
  }

  /** Each statement has its own rows, and what comes in between is run in between. */
  @Test
  void othersAmongDeletionsAreRunInTheirOrder() {
    Change before = drop(ROOT, "again");
    Change creation = creation(ROOT, "again");
    Change after = drop(ROOT, "again");
    run(before, creation, after);

    assertThat(List.of(before, creation, after)).allSatisfy(PostgresBatchTest::isDone);
    assertThat(recorded())
        .isEqualTo(
            List.of("root: again nothing to do", "root: again changed", "root: again changed"));
  }

  /** A plan is kept, and the table may be large before PostgreSQL counts its rows again. */
  @Test
  void itsStatementsArePlannedOnceAndForTablesThatGrow() {
    List<String> found = new ArrayList<>();
    Change change =
        change(
            ROOT,
            Revocation.NONE,
            () -> {
              found.add(new PostgresSettingsTest.Look().at("plan_cache_mode"));
              found.add(new PostgresSettingsTest.Look().at("enable_seqscan"));
              return Evidence.of(true);
            });
    run(change);

    isDone(change);
    assertThat(found).isEqualTo(List.of("force_generic_plan", "off"));
  }

  @Test
  void oneAloneCommitsTogetherWithItsEvidence() {
    int roundTrips =
        roundTripsOf(
            () -> {
              Change drop = drop(ROOT, "nobody");
              run(drop);
              isDone(drop);
            });

    assertThat(roundTrips).isEqualTo(3);
  }

  @Test
  void whoLostItsRoleBeforeItIsRefused() {
    Change known = creation(MALLORY, "in time");
    Change revocation =
        change(
            ROOT,
            Revocation.from("mallory"),
            () -> Evidence.of(users.unbind("mallory", "admin")).user("mallory"));
    Change late = creation(MALLORY, "late");
    run(known, revocation, late);

    isDone(known);
    isDone(revocation);
    isRefused(PrivilegeDeniedException.class, late);
    assertThat(names()).isEqualTo(List.of("in time", "mallory", "nobody", "root"));
  }

  @Test
  void aRefusalAloneCommitsNothing() {
    Change denied = creation(NOBODY, "late");
    run(denied);

    isRefused(PrivilegeDeniedException.class, denied);
    assertThat(recorded()).isEmpty();
  }

  /** As when another node is about to revoke it: it must wait, and the others need not. */
  @Test
  void inWhoseWaySomebodyIsThatOneIsLeftAlone() {
    Change late = creation(MALLORY, "late");
    Change other = creation(ROOT, "other");
    asTransaction(
        PostgresOpening.ofChange(
            Deadline.in(Duration.ofSeconds(30)), "nobody", Revocation.from("mallory")),
        session -> run(late, other));

    isAlone(late);
    isDone(other);
    assertThat(names()).isEqualTo(List.of("mallory", "nobody", "other", "root"));
  }

  /** As when another node acts on it: the revocation waits. */
  @Test
  void whoRevokesFromOneThatActsIsLeftAlone() {
    Change acting = creation(MALLORY, "in time");
    Change revocation = drop(ROOT, "mallory");
    asTransaction(
        PostgresOpening.ofChange(Deadline.in(Duration.ofSeconds(30)), "mallory", Revocation.NONE),
        session -> run(acting, revocation));

    isAlone(revocation);
    assertThat(names()).contains("mallory");
  }

  private void asTransaction(PostgresOpening opening, Consumer<Session> work) {
    transactions.with(
        Deadline.in(Duration.ofSeconds(30)),
        transaction -> {
          transaction.begin(opening, null);
          work.accept(transaction.session());
          return true;
        });
  }

  /**
   * A row that another transaction has written is not waited for long, or that would be for all.
   */
  @Test
  void nobodyWaitsForTheRowsOfOthers() {
    Change same = creation(ROOT, "same");
    Change other = creation(ROOT, "other");
    transactions.with(
        Deadline.in(Duration.ofSeconds(30)),
        transaction -> {
          transaction.begin(
              PostgresOpening.ofChange(
                  Deadline.in(Duration.ofSeconds(30)), "nobody", Revocation.NONE),
              null);
          transaction.session().use(() -> create("same", "hash"));
          run(same, other);
          return true;
        });

    isAlone(same);
    isAlone(other);
    assertThat(names()).isEqualTo(List.of("mallory", "nobody", "root"));
  }

  @Test
  void afterOneThatChangedSomethingAndIsRefusedAllAreLeftAlone() {
    Change before = creation(ROOT, "before");
    Change refused =
        change(
            ROOT,
            Revocation.NONE,
            () -> {
              create("refused", "hash");
              throw RefusedException.invalidParameter("no");
            });
    Change after = creation(ROOT, "after");
    run(before, refused, after);

    assertThat(List.of(before, refused, after)).allSatisfy(PostgresBatchTest::isAlone);
    assertThat(names()).isEqualTo(List.of("mallory", "nobody", "root"));
    assertThat(recorded()).isEmpty();
  }

  /** Refusals of many operations come after such statements, and anybody can provoke them. */
  @Test
  void whoOnlyLockedOrFoundNothingToChangeIsRefusedByItself() {
    Change before = creation(ROOT, "before");
    Change full =
        change(
            ROOT,
            Revocation.NONE,
            () -> {
              assertThat(users.isFull(1)).isTrue();
              throw RefusedException.invalidParameter("full");
            });
    Change missing =
        change(
            ROOT,
            Revocation.from("missing"),
            () -> {
              assertThat(users.drop("missing").get()).isEqualTo(Evidence.of(false).user("missing"));
              throw RefusedException.invalidParameter("missing");
            });
    run(before, full, missing);

    isDone(before);
    isRefused(RefusedException.class, full);
    isRefused(RefusedException.class, missing);
    assertThat(recorded()).isEqualTo(List.of("root: before changed"));
  }

  @Test
  void afterAFaultAllAreLeftAlone() {
    Change before = creation(ROOT, "before");
    Change faulty =
        change(
            ROOT,
            Revocation.NONE,
            () -> {
              throw new StackOverflowError();
            });
    run(before, faulty);

    assertThat(List.of(before, faulty)).allSatisfy(PostgresBatchTest::isAlone);
    assertThat(names()).isEqualTo(List.of("mallory", "nobody", "root"));
  }

  @Test
  void ifOneIsLateWhenAllHaveRunAllAreLeftAlone() {
    Change late = soonLate();
    Change slow =
        change(
            ROOT,
            Revocation.NONE,
            () -> {
              awaitDeadlineOf(late);
              return Evidence.of(true);
            });
    run(late, slow);

    assertThat(List.of(late, slow)).allSatisfy(PostgresBatchTest::isAlone);
    assertThat(names()).isEqualTo(List.of("mallory", "nobody", "root"));
  }

  /** The commit went out in time, so it counts, and is told as what it is. */
  @Test
  void whoIsLateWhileTheCommitIsUnderWayIsDone() {
    Change late = soonLate();
    Change other = creation(ROOT, "other");
    proxy.beforeRoundTrip(
        messages -> {
          if (messages.contains("insert into audit_event")) {
            awaitDeadlineOf(late);
          }
        });
    run(late, other);

    assertThat(List.of(late, other)).allSatisfy(PostgresBatchTest::isDone);
    assertThat(names()).isEqualTo(List.of("late", "mallory", "nobody", "other", "root"));
    assertThat(recorded()).isEqualTo(List.of("root: late changed", "root: other changed"));
  }

  /** It is refused, so what it asked for must not be done with the others. */
  @Test
  void whoIsLateWhileItsAuthorityIsCheckedDropsNobody() {
    Change late = soonLate(users.drop("nobody"));
    Change other = drop(MALLORY, "missing");
    whileChecked =
        request -> {
          if (request.equals(late.request())) {
            awaitDeadlineOf(late);
          }
        };
    PostgresRun run = new PostgresRun(steps);
    asTransaction(
        PostgresOpening.ofChange(Deadline.in(Duration.ofSeconds(30)), null, Revocation.NONE),
        session ->
            session.use(
                () -> {
                  assertThat(run.run(List.of(late, other), session)).isTrue();
                  return assertThat(users.names("", 100)).contains("nobody");
                }));

    assertThat(run.done().keySet()).isEqualTo(Set.of(other));
    assertThat(run.refused().keySet()).isEqualTo(Set.of(late));
    assertThat(run.refused().get(late)).isInstanceOf(DeadlineExceededException.class);
  }

  private Change soonLate() {
    return soonLate(() -> Evidence.of(create("late", "hash")).user("late"));
  }

  private static Change soonLate(Supplier<Evidence> work) {
    Change change = new Change(request(ROOT, Duration.ofMillis(800)), Revocation.NONE, work);
    assertThat(change.take()).isTrue();
    return change;
  }

  private static void awaitDeadlineOf(Change change) {
    Deadline deadline = change.request().deadline();
    while (!deadline.hasPassed()) {
      LockSupport.parkNanos(deadline.remaining().toNanos());
    }
  }

  /** Nothing is worse for them than if each had been alone with that connection. */
  @Test
  void afterALossOfTheConnectionBeforeTheCommitAllAreLeftAlone() {
    breakBefore("delete from credential");
    Change one = creation(ROOT, "one");
    Change cause = drop(ROOT, "nobody");
    run(one, cause);

    assertThat(List.of(one, cause)).allSatisfy(PostgresBatchTest::isAlone);
    assertThat(names()).isEqualTo(List.of("mallory", "nobody", "root"));
  }

  @Test
  void ifThereIsNoConnectionEachOfThemIsToldSo() {
    Change one = creation(ROOT, "one");
    Change other = drop(ROOT, "nobody");
    dataSource.close();
    run(one, other);

    isRefused(CannotGetJdbcConnectionException.class, one);
    isRefused(CannotGetJdbcConnectionException.class, other);
  }

  /** PostgreSQL never saw this commit, which nobody here can know. */
  @Test
  void aCommitWhoseEndIsNotKnownIsToldToEachOfThemAsWhatItIs() {
    breakBefore("commit\0");
    Change one = drop(ROOT, "nobody");
    Change refused = drop(new Caller("mallory", "another hash"), "nobody");
    Change other = creation(ROOT, "other");
    run(one, refused, other);

    isUnavailable(true, one);
    isUnavailable(false, refused); // it has changed nothing in any case
    isUnavailable(true, other);
    assertThat(names()).isEqualTo(List.of("mallory", "nobody", "root"));
  }

  /** Whatever it was, it may have come after the commit: nobody may do it again. */
  @Test
  void aFaultDuringTheCommitLeavesNobodyAlone() {
    SQLExceptionTranslator faulty =
        (task, sql, failure) -> {
          throw new StackOverflowError();
        };
    breakBefore("commit\0");
    Change one = drop(ROOT, "nobody");
    Change other = creation(ROOT, "other");
    new PostgresBatch(steps, List.of(one, other)).run(new PostgresTransactions(dataSource, faulty));

    isUnavailable(true, one);
    isUnavailable(true, other);
  }

  private void breakBefore(String statement) {
    proxy.beforeRoundTrip(
        messages -> {
          if (messages.contains(statement)) {
            proxy.beforeRoundTrip(all -> {});
            throw new UncheckedIOException(new IOException("cut"));
          }
        });
  }

  @Test
  void accountsAreLookedUpTogether() {
    List<Lookup> lookups = new ArrayList<>();
    int roundTrips =
        roundTripsOf(
            () -> {
              lookups.clear();
              Stream.of("root", "mallory", "root", "missing", "odd\0name")
                  .map(name -> new Lookup(request(ROOT, Duration.ofSeconds(30)), name))
                  .forEach(lookups::add);
              List<Lookup> ended =
                  new PostgresLookups(transactions, steps)
                      .run(new ConcurrentLinkedQueue<>(lookups), lookups.get(0));
              assertThat(ended).isEqualTo(lookups);
            });

    assertThat(roundTrips).isEqualTo(1);
    assertThat(lookups).allMatch(Member::isDone).noneMatch(Member::isAlone);
    Permissions admin = read(() -> users.account("root").orElseThrow()).permissions();
    assertThat(admin.roles()).containsExactlyInAnyOrder("admin", "public");
    assertThat(lookups.stream().map(Lookup::account).toList())
        .usingRecursiveComparison()
        .ignoringCollectionOrderInFieldsMatchingRegexes(".*granted")
        .isEqualTo(
            List.of(
                Optional.of(new Account("root's hash", admin)),
                Optional.of(new Account("mallory's hash", admin)),
                Optional.of(new Account("root's hash", admin)),
                Optional.empty(),
                Optional.empty()));
  }
}
