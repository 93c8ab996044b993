package dev.milvusaccess.server.store;

import static dev.milvusaccess.server.testing.Outcomes.await;
import static dev.milvusaccess.server.testing.Outcomes.failsWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.milvusaccess.server.errors.DeadlineExceededException;
import dev.milvusaccess.server.errors.RefusedException;
import dev.milvusaccess.server.errors.StoreUnavailableException;
import dev.milvusaccess.server.request.CurrentRequest;
import dev.milvusaccess.server.request.Deadline;
import dev.milvusaccess.server.request.RequestContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Units that share commits: each has its own outcome, and what it is told is true. */
@Timeout(60)
class GroupCommitTest {

  private final Log log = new Log();
  private final GroupCommit commits = new GroupCommit(log, Duration.ofMinutes(1));
  private final ExecutorService callers = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    callers.shutdownNow();
  }

  /** A transaction whose changes are words, with the faults of a disk on demand. */
  private static final class Log implements BatchTransaction {

    private final List<String> durable = new ArrayList<>();
    private final List<List<String>> batches = new ArrayList<>();
    private final List<String> open = new ArrayList<>();
    private final AtomicInteger busy = new AtomicInteger();
    private final AtomicReference<Runnable> beforeCommit = new AtomicReference<>(() -> {});
    private RuntimeException faultOfUndo;
    private int marked;
    private boolean begun;
    private boolean closed;

    void write(String word) {
      open.add(word);
    }

    @Override
    public boolean begin() {
      assertThat(begun).isFalse();
      assertThat(closed).isFalse();
      if (busy.get() > 0) {
        busy.decrementAndGet();
        return false;
      }
      begun = true;
      return true;
    }

    @Override
    public void mark() {
      assertThat(begun).isTrue();
      marked = open.size();
    }

    @Override
    public void undo() {
      if (faultOfUndo != null) {
        throw faultOfUndo;
      }
      open.subList(marked, open.size()).clear();
    }

    @Override
    public void keep() {}

    @Override
    public void commit() {
      assertThat(begun).isTrue();
      beforeCommit.get().run();
      begun = false;
      durable.addAll(open);
      batches.add(List.copyOf(open));
      open.clear();
    }

    @Override
    public void rollback() {
      begun = false;
      open.clear();
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private static RequestContext within(Duration time) {
    return RequestContext.ofServer("write", Deadline.in(time));
  }

  private static RequestContext soon() {
    return within(Duration.ofSeconds(30));
  }

  /** A unit that writes a word, from a thread of its own. */
  private CompletableFuture<Void> write(String word) {
    return start(soon(), () -> log.write(word));
  }

  private CompletableFuture<Void> start(RequestContext request, Runnable unit) {
    return CompletableFuture.runAsync(
        () -> CurrentRequest.run(request, () -> commits.run(request, unit)), callers);
  }

  /** A unit that keeps the writer busy until it is let go, so that others wait. */
  private final class Busy implements AutoCloseable {

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch letGo = new CountDownLatch(1);
    private final CompletableFuture<Void> unit;

    private Busy() throws InterruptedException {
      log.beforeCommit.set(
          () -> {
            reached.countDown();
            await(letGo);
          });
      unit = write("busy");
      assertThat(reached.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Override
    public void close() {
      log.beforeCommit.set(() -> {});
      letGo.countDown();
      unit.join();
    }
  }

  private void awaitWaiting(int number) {
    while (commits.waiting() < number) {
      Thread.onSpinWait();
    }
  }

  private static void passes(Deadline deadline) {
    while (!deadline.hasPassed()) {
      LockSupport.parkNanos(deadline.remaining().toNanos());
    }
  }

  private static void isUnavailable(boolean outcomeUnknown, CompletableFuture<Void> outcome) {
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> outcome.get(20, TimeUnit.SECONDS))
        .satisfies(
            e ->
                assertThat(e.getCause())
                    .isInstanceOfSatisfying(
                        StoreUnavailableException.class,
                        lost -> assertThat(lost.outcomeUnknown()).isEqualTo(outcomeUnknown)));
  }

  @Test
  void aLoneCallerIsServedByItsOwnThreadAtOnce() {
    AtomicReference<Thread> thread = new AtomicReference<>();

    commits.run(soon(), () -> thread.set(Thread.currentThread()));

    assertThat(thread).hasValue(Thread.currentThread());
    assertThat(log.batches).hasSize(1);
  }

  @Test
  void thoseWhoWaitShareACommitInTheirOrder() throws Exception {
    List<CompletableFuture<Void>> outcomes = new ArrayList<>();
    try (Busy busy = new Busy()) {
      for (int n = 0; n < 5; n++) {
        outcomes.add(write("w" + n));
        awaitWaiting(n + 1);
      }
      assertThat(busy.unit).isNotDone();
    }
    outcomes.forEach(CompletableFuture::join);

    assertThat(log.batches)
        .isEqualTo(List.of(List.of("busy"), List.of("w0", "w1", "w2", "w3", "w4")));
  }

  @Test
  void noBatchIsLargerThanTheBound() throws Exception {
    List<CompletableFuture<Void>> outcomes = new ArrayList<>();
    try (Busy busy = new Busy()) {
      for (int n = 0; n < 300; n++) {
        outcomes.add(write("w" + n));
      }
      awaitWaiting(300);
      assertThat(busy.unit).isNotDone();
    }
    outcomes.forEach(CompletableFuture::join);

    assertThat(log.durable).hasSize(301).doesNotHaveDuplicates();
    assertThat(log.batches).allSatisfy(batch -> assertThat(batch).hasSizeLessThanOrEqualTo(256));
  }

  @Test
  void nobodyJoinsABatchThatHasTakenItsTime() throws Exception {
    GroupCommit hasty = new GroupCommit(log, Duration.ZERO);
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch letGo = new CountDownLatch(1);
    List<Future<?>> all = new ArrayList<>();
    all.add(
        callers.submit(
            () ->
                hasty.run(
                    soon(),
                    () -> {
                      log.write("slow");
                      reached.countDown();
                      await(letGo);
                    })));
    await(reached);
    for (String word : List.of("a", "b")) {
      all.add(callers.submit(() -> hasty.run(soon(), () -> log.write(word))));
    }
    while (hasty.waiting() < 2) {
      Thread.onSpinWait();
    }
    letGo.countDown();
    for (Future<?> one : all) {
      one.get(20, TimeUnit.SECONDS);
    }

    assertThat(log.batches).allSatisfy(batch -> assertThat(batch).hasSize(1)).hasSize(3);
  }

  /** Each wakes the next: if one wake-up were lost, this would stand still. */
  @Test
  void noneOfManyIsForgotten() throws Exception {
    int threads = 32;
    int rounds = 3_000;
    List<Future<?>> all = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int caller = t;
      all.add(
          callers.submit(
              () -> {
                for (int round = 0; round < rounds; round++) {
                  String word = caller + "/" + round;
                  commits.run(soon(), () -> log.write(word));
                  assertThat(Thread.currentThread().isInterrupted()).isFalse();
                }
              }));
    }
    for (Future<?> one : all) {
      one.get(50, TimeUnit.SECONDS);
    }

    assertThat(log.durable).hasSize(threads * rounds).doesNotHaveDuplicates();
  }

  /** Deadlines, refusals and interrupts among many: each outcome is what happened. */
  @Test
  void everyOutcomeOfManyIsTrue() throws Exception {
    AtomicInteger done = new AtomicInteger();
    List<Future<List<String>>> all = new ArrayList<>();
    for (int t = 0; t < 16; t++) {
      int caller = t;
      all.add(callers.submit(() -> wordsOf(caller, done)));
    }
    List<String> acknowledged = new ArrayList<>();
    for (Future<List<String>> one : all) {
      acknowledged.addAll(one.get(50, TimeUnit.SECONDS));
    }

    assertThat(done.get()).isPositive();
    assertThat(sorted(log.durable)).isEqualTo(sorted(acknowledged));
  }

  /** To compare lists of so many in any order would take seconds. */
  private static List<String> sorted(List<String> words) {
    return words.stream().sorted().toList();
  }

  /** Or nobody would lead any more. */
  @Test
  void aLeaderCannotLeaveTheQueue() {
    Member member = new Unit(soon(), () -> {});
    assertThat(member.makeLeader()).isTrue();

    assertThat(member.leave(new DeadlineExceededException())).isFalse();

    assertThat(member.isLeader()).isTrue();
    assertThat(member.take()).isTrue();
    assertThat(member.makeLeader()).isFalse();
  }

  /** Who is made the leader at the moment when its time is up must pass the lead on. */
  @Test
  void theLeadIsNeverLost() throws Exception {
    for (int round = 0; round < 300; round++) {
      Deadline deadline = Deadline.in(Duration.ofMillis(2));
      RequestContext late = RequestContext.ofServer("write", deadline);
      List<CompletableFuture<Void>> all = new ArrayList<>();
      all.add(start(soon(), () -> passes(deadline)));
      for (int n = 0; n < 4; n++) {
        all.add(start(late, () -> log.write("late")));
      }
      all.forEach(one -> one.handle((done, failure) -> true).join());

      write("next").get(10, TimeUnit.SECONDS);
    }
  }

  private List<String> wordsOf(int caller, AtomicInteger done) {
    List<String> acknowledged = new ArrayList<>();
    ThreadLocalRandom random = ThreadLocalRandom.current();
    for (int round = 0; round < 2_000; round++) {
      String word = caller + "/" + round;
      boolean refused = random.nextInt(10) == 0;
      RequestContext request = within(Duration.ofNanos(random.nextInt(500_000)));
      if (random.nextInt(10) == 0) {
        Thread.currentThread().interrupt();
      }
      try {
        commits.run(
            request,
            () -> {
              log.write(word);
              if (refused) {
                throw RefusedException.invalidParameter("no");
              }
            });
        acknowledged.add(word);
        done.incrementAndGet();
      } catch (DeadlineExceededException | RefusedException e) {
        assertThat(e.outcomeUnknown()).isFalse();
      } catch (StoreUnavailableException e) {
        assertThat(e.outcomeUnknown()).isFalse();
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
      }
      Thread.interrupted(); // as if this were another request
    }
    return acknowledged;
  }

  @Test
  void eachRunsAsItsOwnRequest() throws Exception {
    AtomicReference<RequestContext> seen = new AtomicReference<>();
    RequestContext request = soon();
    CompletableFuture<Void> outcome;
    try (Busy busy = new Busy()) {
      outcome = start(request, () -> seen.set(CurrentRequest.get()));
      awaitWaiting(1);
      assertThat(busy.unit).isNotDone();
    }
    outcome.join();

    assertThat(seen.get()).isSameAs(request);
  }

  @Test
  void oneThatIsRefusedIsTakenBackAloneAndToldAfterTheCommit() throws Exception {
    CompletableFuture<Void> before;
    CompletableFuture<Void> refused;
    CompletableFuture<Void> after;
    CountDownLatch committing = new CountDownLatch(1);
    CountDownLatch mayCommit = new CountDownLatch(1);
    try (Busy busy = new Busy()) {
      before = write("before");
      awaitWaiting(1);
      refused =
          start(
              soon(),
              () -> {
                log.write("refused");
                throw RefusedException.invalidParameter("there is 'before' already");
              });
      awaitWaiting(2);
      after = write("after");
      awaitWaiting(3);
      log.beforeCommit.set(
          () -> {
            committing.countDown();
            await(mayCommit);
          });
      busy.letGo.countDown();
      await(committing);
      assertThat(List.of(before, refused, after)).noneMatch(CompletableFuture::isDone);
      mayCommit.countDown();
    }

    before.get(20, TimeUnit.SECONDS);
    after.get(20, TimeUnit.SECONDS);
    failsWith(RefusedException.class, refused);
    assertThat(log.batches).isEqualTo(List.of(List.of("busy"), List.of("before", "after")));
  }

  @Test
  void nothingIsCommittedForARefusalAlone() {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(
            () ->
                commits.run(
                    soon(),
                    () -> {
                      throw RefusedException.invalidParameter("no");
                    }));

    assertThat(log.batches).isEmpty();
  }

  @Test
  void anErrorIsPassedOnAndTheNextIsServed() {
    assertThatExceptionOfType(StackOverflowError.class)
        .isThrownBy(
            () ->
                commits.run(
                    soon(),
                    () -> {
                      throw new StackOverflowError();
                    }));

    write("next").join();
    assertThat(log.durable).isEqualTo(List.of("next"));
  }

  @Test
  void whoseTimeIsUpWhileItWaitsIsToldAtOnceAndNeverRun() throws Exception {
    try (Busy busy = new Busy()) {
      CompletableFuture<Void> late = start(within(Duration.ofMillis(50)), () -> log.write("late"));

      failsWith(DeadlineExceededException.class, late);
      assertThat(busy.unit).isNotDone();
    }
    write("next").join();

    assertThat(log.durable).isEqualTo(List.of("busy", "next"));
  }

  /** The one before it in the batch is late when the last one has run: it must not be committed. */
  @Test
  void whoseTimeIsUpBeforeTheCommitIsTakenOut() throws Exception {
    RequestContext request = within(Duration.ofMillis(500));
    CompletableFuture<Void> late;
    CompletableFuture<Void> slow;
    try (Busy busy = new Busy()) {
      late = start(request, () -> log.write("late"));
      awaitWaiting(1);
      slow =
          start(
              soon(),
              () -> {
                passes(request.deadline());
                log.write("slow");
              });
      awaitWaiting(2);
      assertThat(busy.unit).isNotDone();
    }

    failsWith(DeadlineExceededException.class, late);
    slow.get(20, TimeUnit.SECONDS);
    assertThat(log.durable).isEqualTo(List.of("busy", "slow"));
  }

  /** Once the commit has begun, what comes of it is the answer. */
  @Test
  void aCommitThatEndsAfterTheDeadlineIsASuccess() {
    RequestContext request = within(Duration.ofMillis(200));
    log.beforeCommit.set(() -> passes(request.deadline()));

    commits.run(request, () -> log.write("just in time"));

    assertThat(log.durable).isEqualTo(List.of("just in time"));
  }

  @Test
  void aCommitThatFailsIsToldToEachOfThemAsWhatItIs() throws Exception {
    CompletableFuture<Void> one;
    CompletableFuture<Void> refused;
    try (Busy busy = new Busy()) {
      one = write("one");
      awaitWaiting(1);
      refused =
          start(
              soon(),
              () -> {
                throw RefusedException.invalidParameter("because of 'one'");
              });
      awaitWaiting(2);
      log.beforeCommit.set(
          () -> {
            throw new IllegalStateException("disk I/O error");
          });
      busy.letGo.countDown();
      isUnavailable(true, one);
      isUnavailable(false, refused); // it has changed nothing in any case
    }
    write("next").join();

    assertThat(log.durable).isEqualTo(List.of("busy", "next"));
  }

  /** As with a full disk, after which SQLite itself undoes all that was done. */
  @Test
  void aTransactionThatIsLostIsToldToEachOfThem() throws Exception {
    CompletableFuture<Void> one;
    CompletableFuture<Void> cause;
    try (Busy busy = new Busy()) {
      one = write("one");
      awaitWaiting(1);
      cause =
          start(
              soon(),
              () -> {
                log.faultOfUndo = new IllegalStateException("no such savepoint");
                throw new IllegalStateException("database or disk is full");
              });
      awaitWaiting(2);
      assertThat(busy.unit).isNotDone();
    }
    isUnavailable(false, one);
    isUnavailable(false, cause);
    log.faultOfUndo = null;
    write("next").join();

    assertThat(log.durable).isEqualTo(List.of("busy", "next"));
  }

  @Test
  void anotherProcessIsWaitedFor() {
    log.busy.set(20);

    write("patient").join();

    assertThat(log.durable).isEqualTo(List.of("patient"));
  }

  @Test
  void anotherProcessIsWaitedForWithinTheDeadlineOnly() {
    log.busy.set(Integer.MAX_VALUE);
    List<CompletableFuture<Void>> late = new ArrayList<>();
    for (int n = 0; n < 3; n++) {
      late.add(start(within(Duration.ofMillis(100)), () -> log.write("late")));
    }
    late.forEach(one -> failsWith(DeadlineExceededException.class, one));

    log.busy.set(0);
    write("next").join();
    assertThat(log.durable).isEqualTo(List.of("next"));
  }

  @Test
  void whoIsInterruptedWhileItWaitsHasChangedNothing() throws Exception {
    AtomicReference<Thread> thread = new AtomicReference<>();
    AtomicReference<Boolean> flag = new AtomicReference<>();
    CompletableFuture<Void> interrupted;
    try (Busy busy = new Busy()) {
      interrupted =
          CompletableFuture.runAsync(
              () -> {
                thread.set(Thread.currentThread());
                try {
                  commits.run(soon(), () -> log.write("interrupted"));
                } finally {
                  flag.set(Thread.interrupted());
                }
              },
              callers);
      awaitWaiting(1);
      thread.get().interrupt();
      isUnavailable(false, interrupted);
      assertThat(busy.unit).isNotDone();
    }
    write("next").join();

    assertThat(flag).hasValue(true);
    assertThat(log.durable).isEqualTo(List.of("busy", "next"));
  }

  /** Or the units of others, which run on its thread, would see its interrupt. */
  @Test
  void theInterruptOfALeaderIsItsOwn() {
    AtomicReference<Boolean> within = new AtomicReference<>();
    Thread.currentThread().interrupt();

    commits.run(soon(), () -> within.set(Thread.currentThread().isInterrupted()));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(within).hasValue(false);
    assertThat(log.batches).hasSize(1);
  }

  @Test
  void aStopEndsWhatRunsAndRefusesWhatWaits() throws Exception {
    CompletableFuture<Void> waiting;
    CompletableFuture<Void> closed;
    try (Busy busy = new Busy()) {
      waiting = write("waiting");
      awaitWaiting(1);
      closed = CompletableFuture.runAsync(commits::close, callers);
      while (commits.isOpen()) {
        Thread.onSpinWait();
      }
      isUnavailable(false, write("too late"));
      assertThat(closed).isNotDone();
      assertThat(busy.unit).isNotDone();
    }
    closed.get(20, TimeUnit.SECONDS);

    isUnavailable(false, waiting);
    isUnavailable(false, write("too late"));
    assertThat(log.durable).isEqualTo(List.of("busy"));
    assertThat(log.closed).isTrue();
  }
}
