package dev.milvusaccess.server.store;

import dev.milvusaccess.server.errors.DeadlineExceededException;
import dev.milvusaccess.server.request.RequestContext;

/** A unit of work that wants to be in a batch. */
final class Unit extends Member {

  private final Runnable work;

  Unit(RequestContext request, Runnable work) {
    super(request);
    this.work = work;
  }

  /**
   * Runs it as its own thread would.
   *
   * @throws DeadlineExceededException if its time is up before or after
   */
  void run() {
    within(
        () -> {
          work.run();
          return true;
        });
  }
}
