package dev.milvusaccess.server.proofs;

import dev.milvusaccess.server.testing.Answer;
import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.Secrets;
import dev.milvusaccess.server.testing.SourceAddress;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Callers that do nothing wrong, each at its own pace: a user describes itself, root lists the
 * users, and root creates users, who log in, and drops them. They remember how long each call took,
 * which was refused or cut off, and which change was acknowledged.
 */
final class GoodCallers implements AutoCloseable {

  private static final int DESCRIPTIONS_PER_SECOND = 20;
  private static final int LISTS_PER_SECOND = 5;
  private static final int CHANGES_PER_SECOND = 1;
  private static final int THREADS = 3;

  private final Api root;
  private final Api plain;
  private final Collection<String> acknowledged;
  private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final List<Future<?>> callers;
  private volatile Map<String, Queue<Long>> nanos = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * Begins.
   *
   * @param plain a user without privileges
   * @param acknowledged takes each change that was acknowledged: who, what, to whom
   */
  GoodCallers(Api root, Api plain, Collection<String> acknowledged) {
    this.root = root;
    this.plain = plain;
    this.acknowledged = acknowledged;
    this.callers =
        List.of(
            threads.submit(() -> atPace(DESCRIPTIONS_PER_SECOND, n -> describe())),
            threads.submit(() -> atPace(LISTS_PER_SECOND, n -> list())),
            threads.submit(() -> atPace(CHANGES_PER_SECOND, this::createAndDrop)));
  }

  private void atPace(int perSecond, IntConsumer call) {
    long due = System.nanoTime();
    for (int n = 0; !closed; n++) {
      LockSupport.parkNanos(due - System.nanoTime());
      call.accept(n);
      due = Math.max(due + TimeUnit.SECONDS.toNanos(1) / perSecond, System.nanoTime());
    }
  }

  private void describe() {
    served("describe", () -> plain.call("users/describe", "userName", nameOf(plain)));
  }

  private void list() {
    served("list", () -> root.call("users/list"));
  }

  private void createAndDrop(int n) {
    String name = "good" + n;
    Api user = root.as(name, Secrets.fresh());
    String password = user.token().substring(name.length() + 1);
    String itself = "{\"userName\":\"%s\"}".formatted(name);
    String address = "127.9.%d.%d".formatted(n / 200 % 200, 1 + n % 200);

    if (served("create", () -> root.call("users/create", "userName", name, "password", password))) {
      acknowledged.add("root createUser " + name);
      served("log in", () -> user.call("users/describe", "userName", name));
    }
    if (served("drop", () -> root.call("users/drop", "userName", name))) {
      acknowledged.add("root dropUser " + name);
      // From elsewhere, because a refused log-in counts against its address.
      Answer dropped = SourceAddress.post(address, user, "users/describe", itself);
      if (dropped.status() == 200) {
        refusals.add("dropped, but served: " + name);
      }
    }
  }

  private static String nameOf(Api caller) {
    return caller.token().substring(0, caller.token().indexOf(':'));
  }

  private boolean served(String kind, Supplier<Answer> call) {
    long start = System.nanoTime();
    String refusal = refusal(call);
    nanos.computeIfAbsent(kind, k -> new ConcurrentLinkedQueue<>()).add(System.nanoTime() - start);
    if (refusal != null) {
      refusals.add(
          "%s after %d ms: %s"
              .formatted(kind, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start), refusal));
    }
    return refusal == null;
  }

  private static @Nullable String refusal(Supplier<Answer> call) {
    try {
      Answer answer = call.get();
      boolean served = answer.status() == 200 && answer.code() == 0;
      return served ? null : answer.status() + " " + answer.body();
    } catch (UncheckedIOException e) {
      return e.toString();
    }
  }

  /** What was refused or cut off so far, and how. */
  List<String> refusals() {
    return List.copyOf(refusals);
  }

  /** How many calls of each kind there were since the last time this was asked, and their p99. */
  Map<String, String> takeTimes() {
    Map<String, Queue<Long>> taken = nanos;
    nanos = new ConcurrentHashMap<>();
    Map<String, String> told = new TreeMap<>();
    taken.forEach((kind, times) -> told.put(kind, told(times)));
    return told;
  }

  private static String told(Queue<Long> times) {
    long[] sorted = times.stream().mapToLong(Long::longValue).sorted().toArray();
    return "%d, p50 %d ms, p99 %d ms"
        .formatted(
            sorted.length,
            TimeUnit.NANOSECONDS.toMillis(sorted[sorted.length / 2]),
            TimeUnit.NANOSECONDS.toMillis(sorted[sorted.length * 99 / 100]));
  }

  /** Waits until the last call of each is answered. */
  @Override
  public void close() throws Exception {
    closed = true;
    for (Future<?> caller : callers) {
      caller.get(2, TimeUnit.MINUTES);
    }
    threads.shutdown();
  }
}
