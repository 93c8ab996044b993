package dev.milvusaccess.server.store;

import static dev.milvusaccess.server.testing.Outcomes.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.request.Deadline;
import dev.milvusaccess.server.request.RequestContext;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a combiner adds to what {@link GroupCommitTest} shows: nobody waits behind a dead batch. */
@Timeout(60)
class CombinerTest {

  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch letGo = new CountDownLatch(1);
  private final ExecutorService callers = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    letGo.countDown();
    callers.shutdownNow();
  }

  /** The first batch stands still, on the thread of its leader. */
  private final class Batches implements Combiner.Batches<Unit> {

    private final boolean mostlyWait;
    private boolean stoodStill;

    private Batches(boolean mostlyWait) {
      this.mostlyWait = mostlyWait;
    }

    @Override
    public boolean mostlyWait() {
      return mostlyWait;
    }

    @Override
    public List<Unit> run(Queue<Unit> waiting, Unit leader) {
      List<Unit> taken = Combiner.take(waiting, 1);
      if (!stoodStill) {
        stoodStill = true;
        reached.countDown();
        await(letGo);
      }
      taken.forEach(unit -> unit.end(null));
      return taken;
    }

    @Override
    public void close() {
      // nothing is open
    }
  }

  private static Unit unit() {
    return new Unit(
        RequestContext.ofServer("write", Deadline.in(Duration.ofSeconds(30))), () -> {});
  }

  /** Whether it was left alone. */
  private CompletableFuture<Boolean> start(Combiner<Unit> combiner) {
    return CompletableFuture.supplyAsync(
        () -> {
          Unit unit = unit();
          combiner.run(unit);
          return unit.isAlone();
        },
        callers);
  }

  @Test
  void whoWaitsBehindABatchThatIsHeldUpIsLeftAlone() throws Exception {
    Combiner<Unit> combiner = new Combiner<>(new Batches(false), 1, Duration.ofMillis(20));
    CompletableFuture<Boolean> heldUp = start(combiner);
    await(reached);

    assertThat(start(combiner).get(20, TimeUnit.SECONDS)).isTrue();
    assertThat(start(combiner).get(20, TimeUnit.SECONDS)).isTrue();

    assertThat(heldUp).isNotDone();
    assertThat(combiner.waiting()).isZero();
    letGo.countDown();
    assertThat(heldUp.get(20, TimeUnit.SECONDS)).isFalse();
    assertThat(start(combiner).get(20, TimeUnit.SECONDS)).isFalse();
  }

  @Test
  void withPatienceTheyWait() throws Exception {
    Combiner<Unit> combiner = new Combiner<>(new Batches(false));
    CompletableFuture<Boolean> heldUp = start(combiner);
    await(reached);
    CompletableFuture<Boolean> behind = start(combiner);
    while (combiner.waiting() == 0) {
      Thread.onSpinWait();
    }
    letGo.countDown();

    assertThat(heldUp.get(20, TimeUnit.SECONDS)).isFalse();
    assertThat(behind.get(20, TimeUnit.SECONDS)).isFalse();
  }

  @Test
  void besideABatchThatTakesLongThereIsAnother() throws Exception {
    Combiner<Unit> combiner = new Combiner<>(new Batches(false), 2, Duration.ofSeconds(20));
    CompletableFuture<Boolean> slow = start(combiner);
    await(reached);

    boolean served = false;
    while (!served) {
      try {
        served = !start(combiner).get(20, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        // it came too soon, and waits behind the slow one
      }
    }

    assertThat(slow).isNotDone();
  }

  @Test
  void ifBatchesMostlyWaitTheyDoSoSideBySide() throws Exception {
    Combiner<Unit> combiner = new Combiner<>(new Batches(true), 2, Duration.ofSeconds(20));
    CompletableFuture<Boolean> first = start(combiner);
    await(reached);

    assertThat(start(combiner).get(20, TimeUnit.SECONDS)).isFalse();

    assertThat(first).isNotDone();
  }
}
