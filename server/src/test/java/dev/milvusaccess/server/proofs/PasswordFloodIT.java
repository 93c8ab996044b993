package dev.milvusaccess.server.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.Answer;
import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.Secrets;
import dev.milvusaccess.server.testing.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Wrong passwords arrive from many addresses, many more than can be hashed. Whoever has the right
 * one is let in, each single time, known to the server or not. How long that takes is printed, not
 * judged: before, meanwhile and afterwards. Other load is measured, too; for figures let it run
 * alone.
 */
@Order(1) // it takes long
class PasswordFloodIT {

  private static final int SECONDS = Integer.getInteger("proof.flood-seconds", 3);
  private static final int BAD_PER_SECOND = 200;
  private static final String[] NAMES = {"root", "new0", "root", "new1", "root", "new2"};
  private static final int GOOD_PER_SECOND = 50;
  private static final int NEW_PER_SECOND = 2;

  @TempDir Path folder;

  private final Map<Integer, AtomicInteger> goodStatuses = new ConcurrentSkipListMap<>();
  private final Map<Integer, AtomicInteger> firstLogInStatuses = new ConcurrentSkipListMap<>();

  @Test
  void whoHasTheRightPasswordIsLetIn() throws Exception {
    String rootPassword = Secrets.fresh();
    try (ServerProcess server =
        ServerProcess.startFor(
            SECONDS,
            "milvus-access.data-dir=" + folder,
            "milvus-access.root-password=" + rootPassword)) {
      Api root = new Api(server.endpoint(), "root:" + rootPassword);
      Api[] newcomers = newUsers(root, SECONDS * NEW_PER_SECOND);
      measure(root); // warms up
      long before = measure(root);
      PasswordFlood flood = new PasswordFlood(root, BAD_PER_SECOND, NAMES);
      measure(root); // warms up what refuses
      CompletableFuture<Void> logIns = CompletableFuture.runAsync(() -> measureLogIns(newcomers));
      long meanwhile = measure(root);
      logIns.get();
      flood.close();
      long after = measure(root);
      System.out.printf(
          "Proof of the flood: p99 of good calls %d us before, %d us during, %d us after %s%n",
          before, meanwhile, after, flood.statuses());
      // 408: so many came before it that its time was up.
      assertThat(flood.statuses().keySet()).contains(401, 429).isSubsetOf(401, 408, 429);
    }
    assertThat(goodStatuses.keySet()).as("good callers: %s", goodStatuses).containsExactly(200);
    assertThat(firstLogInStatuses.keySet())
        .as("first log-ins: %s", firstLogInStatuses)
        .containsExactly(200);
  }

  private static Api[] newUsers(Api root, int count) {
    Api[] users = new Api[count];
    for (int i = 0; i < count; i++) {
      String password = Secrets.fresh();
      root.call("users/create", "userName", "new" + i, "password", password).isDone();
      users[i] = root.as("new" + i, password);
    }
    return users;
  }

  /** The 99th percentile of calls whose password is known to the server, in microseconds. */
  private long measure(Api root) {
    long[] nanos = paced(SECONDS * GOOD_PER_SECOND, GOOD_PER_SECOND, i -> root, goodStatuses);
    return TimeUnit.NANOSECONDS.toMicros(nanos[nanos.length * 99 / 100]);
  }

  private void measureLogIns(Api... newcomers) {
    long[] nanos = paced(newcomers.length, NEW_PER_SECOND, i -> newcomers[i], firstLogInStatuses);
    System.out.printf(
        "Proof of the flood: %d first log-ins during it, the slowest took %d ms%n",
        newcomers.length, TimeUnit.NANOSECONDS.toMillis(nanos[nanos.length - 1]));
  }

  /** Sorted times of calls, from when each was due: one that had to wait is not told as fast. */
  private static long[] paced(
      int calls, int perSecond, IntFunction<Api> caller, Map<Integer, AtomicInteger> statuses) {
    long[] nanos = new long[calls];
    long begin = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      long due = begin + i * Duration.ofSeconds(1).toNanos() / perSecond;
      LockSupport.parkNanos(due - System.nanoTime());
      Api api = caller.apply(i);
      String user = api.token().substring(0, api.token().indexOf(':'));
      Answer answer = api.call("users/describe", "userName", user);
      statuses.computeIfAbsent(answer.status(), s -> new AtomicInteger()).incrementAndGet();
      nanos[i] = System.nanoTime() - due;
    }
    Arrays.sort(nanos);
    return nanos;
  }
}
