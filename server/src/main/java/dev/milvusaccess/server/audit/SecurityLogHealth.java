package dev.milvusaccess.server.audit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Makes it seen when the security log cannot be written. Thread-safe. */
@Component("securityLogHealthIndicator") // so that the health endpoint calls it securityLog
class SecurityLogHealth implements HealthIndicator {

  private static final Logger LOG = LoggerFactory.getLogger(SecurityLogHealth.class);

  private static final long BETWEEN_ERRORS_NANOS = Duration.ofMinutes(1).toNanos();

  private final Counter lost;
  private boolean failing;
  private @Nullable Long lastError;

  SecurityLogHealth(MeterRegistry metrics) {
    this.lost =
        Counter.builder("milvus.access.security.events.lost")
            .description("Events that could not be written to the security log")
            .register(metrics);
  }

  /** A line was written. */
  synchronized void written() {
    failing = false;
  }

  /** A line was not; said in the log once a minute. */
  synchronized void lost(IOException failure) {
    lost.increment();
    failing = true;
    long now = System.nanoTime();
    if (lastError == null || now - lastError >= BETWEEN_ERRORS_NANOS) {
      lastError = now;
      LOG.error("The security log cannot be written: {}", String.valueOf(failure.getMessage()));
    }
  }

  @Override
  public synchronized Health health() {
    return failing ? Health.down().build() : Health.up().build();
  }
}
