package dev.milvusaccess.server.store;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jdbc.health.DataSourceHealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Spring Boot's look at the database, except that it writes no stack trace each time that is gone:
 * {@link Reachability} says so once, also if nobody calls but who looks after the health.
 */
@Component("dbHealthIndicator") // in place of Spring Boot's
class StoreHealth extends DataSourceHealthIndicator {

  private final Reachability reachability;

  StoreHealth(HikariDataSource dataSource, Reachability reachability) {
    super(dataSource);
    this.reachability = reachability;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    long failures = reachability.failures();
    try {
      super.doHealthCheck(builder);
    } catch (Exception e) {
      reachability.failed(Reachability.Use.READ, e);
      builder.down();
      return;
    }
    if (builder.build().getStatus().equals(Status.UP)) {
      reachability.worked(Reachability.Use.READ, failures);
    }
  }
}
