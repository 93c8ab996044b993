package dev.milvusaccess.server.passwords;

import dev.milvusaccess.server.errors.DeadlineExceededException;
import dev.milvusaccess.server.passwords.HashingCaller.Attempt;
import dev.milvusaccess.server.request.Deadline;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/**
 * The one place where passwords are hashed: by a few threads of its own, so that a flood leaves
 * processors to the rest, while the callers wait, each until its deadline.
 *
 * <p>There are two lanes, log-ins and new passwords, and while somebody waits in both, they take
 * turns. Within a lane the next one is who failed least lately, known callers before unknown ones
 * ({@link HashingCaller#rank}), and among these each caller has its share: whoever has many waiting
 * gets one turn for each turn of the others. Equal log-ins share one turn. When the places of a
 * lane are taken, one of the callers that fail or wait most must leave. After a failure its hasher
 * rests for as long as it worked.
 *
 * <p>All state is guarded by the lock of this object, and the lock is never held while hashing.
 * Thread-safe.
 */
@Component
class HashingTurns {

  /**
   * How many may wait in each lane. Together with the bodies that are awaited at a time they hold
   * fewer threads than server.tomcat.threads.max, so that calls for which nothing is hashed are
   * served in the worst flood.
   */
  private static final int LOG_IN_PLACES = 96;

  private static final int NEW_PASSWORD_PLACES = 64;

  private final Lane<Boolean> logIns;
  private final Lane<String> newPasswords;
  private final ExecutorService hashers;
  private final int atOnce;
  private final Counter turnedAway;
  private Lane<?> servedLast;
  private int working;
  private long arrivals;
  private boolean closed;

  @Autowired
  HashingTurns(LoginLimits limits, MeterRegistry metrics) {
    this(limits.hashers(), LOG_IN_PLACES, NEW_PASSWORD_PLACES, metrics);
  }

  /**
   * Turns to take.
   *
   * @param atOnce how many may hash at once
   * @param logInPlaces how many more log-ins may wait
   * @param newPasswordPlaces how many more new passwords may wait
   */
  HashingTurns(int atOnce, int logInPlaces, int newPasswordPlaces, MeterRegistry metrics) {
    this.atOnce = atOnce;
    this.logIns = new Lane<>(atOnce + logInPlaces, right -> !right);
    this.newPasswords = new Lane<>(atOnce + newPasswordPlaces, hash -> false);
    this.servedLast = newPasswords;
    this.hashers = hasherThreads(atOnce);
    this.turnedAway =
        Counter.builder("milvus.access.hashing.refused")
            .description("Log-ins and new passwords that were turned away: too many waited")
            .register(metrics);
    Gauge.builder("milvus.access.hashing.waiting", this, HashingTurns::waiting)
        .description("Log-ins and new passwords that wait to be hashed")
        .register(metrics);
  }

  private static ThreadPoolExecutor hasherThreads(int count) {
    CustomizableThreadFactory named = new CustomizableThreadFactory("hashing-");
    named.setDaemon(true);
    // The queue never holds more than a thread that is just ending its work can take.
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            count, count, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named);
    threads.prestartAllCoreThreads(); // or a later want of threads would strike a caller
    return threads;
  }

  /** Where presented passwords are compared: the answer is whether it is the right one. */
  Lane<Boolean> logIns() {
    return logIns;
  }

  /** Where new passwords are hashed. */
  Lane<String> newPasswords() {
    return newPasswords;
  }

  /** How many callers wait or are just served. */
  synchronized int waiting() {
    return logIns.tickets.size() + newPasswords.tickets.size();
  }

  /** Work that one or more callers wait for. */
  private static final class Job<T> {

    private final @Nullable String key;
    private final Supplier<T> work;
    private final Set<Ticket<T>> tickets = new HashSet<>();

    /** Of every caller that waited for it once it had begun, even of those that left meanwhile. */
    private final Map<HashingCaller, Attempt> attempts = new HashMap<>();

    private boolean begun;

    Job(@Nullable String key, Supplier<T> work) {
      this.key = key;
      this.work = work;
    }

    void begin() {
      begun = true;
      tickets.forEach(this::chargeTo);
    }

    void chargeTo(Ticket<T> ticket) {
      attempts.computeIfAbsent(ticket.caller, HashingCaller::begin);
    }
  }

  /** A caller that waits. */
  private static final class Ticket<T> {

    private final HashingCaller caller;
    private final Job<T> job;
    private final long round;
    private final long arrival;
    private final CompletableFuture<T> answer = new CompletableFuture<>();

    Ticket(HashingCaller caller, Job<T> job, long round, long arrival) {
      this.caller = caller;
      this.job = job;
      this.round = round;
      this.arrival = arrival;
    }

    /**
     * What makes it leave: its failures, and how many of the same caller are before it. Whoever has
     * waited for long came in an earlier round, and is no lighter for that.
     */
    long burden(long currentRound) {
      return caller.rank() + Math.max(1, round - currentRound);
    }
  }

  /** Callers that wait for work of one kind. */
  final class Lane<T> {

    private final Comparator<Ticket<T>> nextFirst =
        Comparator.<Ticket<T>>comparingInt(ticket -> ticket.caller.rank())
            .thenComparingLong(ticket -> ticket.round)
            .thenComparingLong(ticket -> ticket.arrival);

    private final Comparator<Ticket<T>> leavesLast =
        Comparator.<Ticket<T>>comparingLong(ticket -> ticket.burden(this.currentRound))
            .thenComparingLong(ticket -> ticket.arrival);

    private final int places;
    private final Predicate<T> isFailure;
    private final Set<Ticket<T>> tickets = new LinkedHashSet<>();
    private final Map<String, Job<T>> shared = new HashMap<>();

    /** The round of the one who was served last; a caller with nobody waiting begins after it. */
    private long currentRound;

    private Lane(int places, Predicate<T> isFailure) {
      this.places = places;
      this.isFailure = isFailure;
    }

    /**
     * Waits for a turn and for the work.
     *
     * @param key callers with an equal one share the work of the first; null to share with nobody
     * @param work must not wait for anything
     * @return what the work returned
     * @throws LimitedException if the caller is refused, or too many wait who come before it
     * @throws DeadlineExceededException if the time was up before the work was done
     */
    T await(HashingCaller caller, @Nullable String key, Supplier<T> work, Deadline deadline) {
      deadline.check();
      Ticket<T> ticket = enter(caller, key, work);
      try {
        return ticket.answer.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new DeadlineExceededException(e);
      } catch (TimeoutException e) {
        throw new DeadlineExceededException(e);
      } catch (ExecutionException e) {
        throw e.getCause() instanceof LimitedException limit
            ? limit
            : new IllegalStateException("A password could not be hashed", e.getCause());
      } finally {
        synchronized (HashingTurns.this) {
          remove(ticket);
        }
      }
    }

    private Ticket<T> enter(HashingCaller caller, @Nullable String key, Supplier<T> work) {
      synchronized (HashingTurns.this) {
        LimitedException refusal = closed ? LimitedException.busy() : caller.refusal();
        if (refusal != null) {
          throw refusal;
        }
        Job<T> job = key == null ? null : shared.get(key);
        if (job == null) {
          job = new Job<>(key, work);
          if (key != null) {
            shared.put(key, job);
          }
        }
        Ticket<T> ticket = new Ticket<>(caller, job, nextRoundOf(caller), arrivals++);
        tickets.add(ticket);
        job.tickets.add(ticket);
        if (tickets.size() > places) {
          turnAway(tickets.stream().max(leavesLast).orElse(ticket));
        }
        if (job.begun && tickets.contains(ticket)) {
          job.chargeTo(ticket);
        }
        beginNext();
        return ticket;
      }
    }

    private long nextRoundOf(HashingCaller caller) {
      long last = currentRound;
      for (Ticket<T> ticket : tickets) {
        if (ticket.caller.equals(caller)) {
          last = Math.max(last, ticket.round);
        }
      }
      return last + 1;
    }

    private void turnAway(Ticket<T> ticket) {
      turnedAway.increment();
      refuse(ticket, LimitedException.busy());
    }

    private void refuse(Ticket<T> ticket, LimitedException refusal) {
      remove(ticket);
      ticket.answer.completeExceptionally(refusal);
    }

    /** Work that nobody waits for any more is not begun. */
    private void remove(Ticket<T> ticket) {
      tickets.remove(ticket);
      ticket.job.tickets.remove(ticket);
      if (ticket.job.tickets.isEmpty() && !ticket.job.begun && ticket.job.key != null) {
        shared.remove(ticket.job.key, ticket.job);
      }
    }

    /** Returns whether there was work that may begin. */
    private boolean begin() {
      Ticket<T> next =
          tickets.stream()
              .filter(ticket -> !ticket.job.begun && ticket.caller.mayBegin())
              .min(nextFirst)
              .orElse(null);
      if (next == null) {
        return false;
      }
      hashers.execute(() -> work(next.job)); // first: if it fails, nothing was begun
      currentRound = Math.max(currentRound, next.round);
      next.job.begin();
      return true;
    }

    private void work(Job<T> job) {
      long start = System.nanoTime();
      boolean failed = false;
      try {
        failed = end(job);
      } finally {
        if (failed) {
          LockSupport.parkNanos(System.nanoTime() - start);
        }
        synchronized (HashingTurns.this) {
          working--;
          beginNext();
        }
      }
    }

    /** Does the work and tells those who wait; returns whether it was a failure of theirs. */
    private boolean end(Job<T> job) {
      Consumer<CompletableFuture<T>> result;
      boolean failed = false;
      try {
        T value = job.work.get();
        failed = isFailure.test(value);
        result = answer -> answer.complete(value);
      } catch (RuntimeException | Error e) {
        result = answer -> answer.completeExceptionally(e);
      }
      synchronized (HashingTurns.this) {
        tell(job, result, failed);
        beginNext();
      }
      return failed;
    }

    private void tell(Job<T> job, Consumer<CompletableFuture<T>> result, boolean failed) {
      if (job.key != null) {
        shared.remove(job.key, job);
      }
      for (Attempt attempt : job.attempts.values()) {
        try (attempt) {
          if (failed) {
            attempt.failed();
          }
        }
      }
      tickets.removeAll(job.tickets);
      job.tickets.forEach(ticket -> result.accept(ticket.answer));
      job.tickets.clear();
      if (failed) {
        refuseLimited();
      }
    }

    /** Whose failures are used up now need not wait to be told. */
    private void refuseLimited() {
      for (Ticket<T> ticket : List.copyOf(tickets)) {
        LimitedException refusal = ticket.job.begun ? null : ticket.caller.refusal();
        if (refusal != null) {
          refuse(ticket, refusal);
        }
      }
    }

    private void refuseAll() {
      new ArrayList<>(tickets).forEach(ticket -> refuse(ticket, LimitedException.busy()));
    }
  }

  /** Has work begun while there are hashers and work; must be called after every change. */
  private void beginNext() {
    while (working < atOnce) {
      Lane<?> preferred = servedLast == logIns ? newPasswords : logIns;
      if (preferred.begin()) {
        servedLast = preferred;
      } else if (!servedLast.begin()) {
        return;
      }
      working++;
    }
  }

  /** Refuses who waits, and whoever comes later; work that was begun is ended. */
  @PreDestroy
  void close() {
    synchronized (this) {
      closed = true;
      logIns.refuseAll();
      newPasswords.refuseAll();
    }
    hashers.shutdown();
  }
}
