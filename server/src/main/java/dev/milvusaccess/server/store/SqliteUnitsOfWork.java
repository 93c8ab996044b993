package dev.milvusaccess.server.store;

import dev.milvusaccess.server.request.CurrentRequest;
import dev.milvusaccess.server.request.Deadline;
import dev.milvusaccess.server.request.RequestContext;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Units of work on the embedded store: those that read have a connection each, those that write
 * share the only writer and its commits ({@link GroupCommit}). As one changes at a time and sees
 * what those before it changed, no revocation can be overlooked.
 */
final class SqliteUnitsOfWork implements UnitsOfWork, AutoCloseable {

  private static final Duration MOST_TIME_OF_A_BATCH = Duration.ofMillis(10);

  private final UnitSteps steps;
  private final SqliteReaders readers;
  private final SqliteTransaction writer;
  private final GroupCommit commits;
  private final Timer reads;
  private final Timer writes;
  private final StoreFailures failures = new StoreFailures();

  SqliteUnitsOfWork(
      UnitSteps steps, SqliteConnections connections, int mostReaders, MeterRegistry metrics) {
    this.steps = steps;
    this.readers = new SqliteReaders(connections::openReader, mostReaders);
    this.writer = new SqliteTransaction(connections::openWriter);
    this.commits = new GroupCommit(writer, MOST_TIME_OF_A_BATCH);
    this.reads = StoreTimers.reads(metrics);
    this.writes = StoreTimers.writes(metrics);
  }

  @Override
  public <T> T read(Supplier<T> work) {
    RequestContext request = CurrentRequest.get();
    return snapshot(request.deadline(), () -> steps.read(request, work));
  }

  @Override
  public <T> T readToAuthenticate(Supplier<T> work) {
    return snapshot(CurrentRequest.get().deadline(), work);
  }

  private <T> T snapshot(Deadline deadline, Supplier<T> work) {
    return reads.record(
        () -> {
          try {
            T found = readers.with(deadline, work);
            failures.worked();
            return found;
          } catch (RuntimeException e) {
            throw failures.translate(e, deadline, false);
          }
        });
  }

  @Override
  public void write(Revocation revocation, Supplier<Evidence> work) {
    RequestContext request = CurrentRequest.get();
    UnitSteps.requireThatItMayChange(request);
    writes.record(
        () -> {
          try {
            commits.run(request, () -> change(request, work));
            failures.worked();
            return true;
          } catch (RuntimeException e) {
            throw failures.translate(e, request.deadline(), false);
          }
        });
  }

  private void change(RequestContext request, Supplier<Evidence> work) {
    writer
        .session()
        .use(
            () -> {
              steps.change(request, work);
              return true;
            });
  }

  @Override
  public void close() {
    commits.close();
    readers.close();
  }
}
