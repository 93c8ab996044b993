package dev.milvusaccess.client;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The threads that wait for answers when a caller does not want to: few, idle ones end. */
final class CallerThreads {

  private static final int MOST = 64;

  private final AtomicInteger numbers = new AtomicInteger();
  private final ExecutorService pool;

  CallerThreads() {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            MOST, MOST, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::newThread);
    threads.allowCoreThreadTimeOut(true);
    this.pool = threads;
  }

  private Thread newThread(Runnable work) {
    Thread thread = new Thread(work, "milvus-access-client-" + numbers.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  /** Runs a call; cancelling the future interrupts it. */
  <T> CompletableFuture<T> run(Supplier<T> call) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Future<?> running =
        pool.submit(
            () -> {
              try {
                result.complete(call.get());
              } catch (Throwable thrown) {
                result.completeExceptionally(thrown);
              }
            });
    var unused =
        result.whenComplete(
            (value, thrown) -> {
              if (thrown instanceof CancellationException) {
                running.cancel(true);
              }
            });
    return result;
  }
}
