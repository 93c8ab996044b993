package dev.milvusaccess.server.passwords;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The wrong passwords that were borne, and the attempts in flight, by origin (a user name from a
 * network) and by network. Thread-safe.
 */
@Component
class LoginAttempts {

  /** Longer names cannot exist; as a key they would only take memory. */
  private static final int LONGEST_NAME = 255;

  private final FailureCounter<Origin> byOrigin;
  private final FailureCounter<String> byNetwork;

  /**
   * From where a right password came lately. They come before all others, so that a flood of first
   * guesses from ever new addresses does not keep them out; but a failure puts them back.
   */
  private final Cache<String, Boolean> knownNetworks =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(Duration.ofHours(1)).build();

  /** How many are open, of origins and of networks; only those with any, so as few as hash. */
  private final Map<Object, Integer> inFlight = new HashMap<>();

  LoginAttempts(LoginLimits limits, MeterRegistry metrics) {
    Ticker ticker = Ticker.systemTicker();
    Counter forgotten =
        Counter.builder("milvus.access.authentication.forgotten")
            .description("Counts of wrong passwords that were forgotten early, for want of room")
            .register(metrics);
    this.byOrigin =
        new FailureCounter<>(limits.perUserAndAddress(), limits.window(), ticker, forgotten);
    this.byNetwork = new FailureCounter<>(limits.perAddress(), limits.window(), ticker, forgotten);
  }

  /** Who tries to log in as a user, which need not exist, from a network. */
  Origin origin(String userName, String network) {
    return new Origin(this, userName.length() > LONGEST_NAME ? "" : userName, network);
  }

  private synchronized boolean mayBegin(Origin origin) {
    return byOrigin.hasRoom(origin, inFlight.getOrDefault(origin, 0))
        && byNetwork.hasRoom(origin.network, inFlight.getOrDefault(origin.network, 0));
  }

  private synchronized void add(Origin origin, int attempts) {
    for (Object key : new Object[] {origin, origin.network}) {
      inFlight.compute(
          key,
          (k, open) -> {
            int now = (open == null ? 0 : open) + attempts;
            return now == 0 ? null : now;
          });
    }
  }

  /**
   * A user name from a network. The limit of the origin is one that even a known password does not
   * pass, or guessing would go on behind it; the limit of the network it does pass, so that good
   * callers do not suffer from a bad neighbour.
   */
  record Origin(LoginAttempts attempts, String userName, String network) implements HashingCaller {

    /** The refusal of this user name from this network, even with the right password. */
    @Nullable LimitedException ownRefusal() {
      return attempts.byOrigin.refusalOf(this);
    }

    @Override
    public @Nullable LimitedException refusal() {
      LimitedException own = ownRefusal();
      return own == null ? attempts.byNetwork.refusalOf(network) : own;
    }

    @Override
    public int rank() {
      boolean known = attempts.knownNetworks.getIfPresent(network) != null;
      return attempts.byNetwork.count(network) + (known ? 0 : 1);
    }

    /** A right password came from here. */
    void succeeded() {
      attempts.knownNetworks.put(network, true);
    }

    @Override
    public boolean mayBegin() {
      return attempts.mayBegin(this);
    }

    @Override
    public Attempt begin() {
      attempts.add(this, 1);
      return new Attempt() {
        @Override
        public void failed() {
          attempts.byOrigin.add(Origin.this);
          attempts.byNetwork.add(network);
        }

        @Override
        public void close() {
          attempts.add(Origin.this, -1);
        }
      };
    }
  }
}
