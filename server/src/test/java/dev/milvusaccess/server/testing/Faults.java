package dev.milvusaccess.server.testing;

import dev.milvusaccess.server.request.CurrentRequest;
import dev.milvusaccess.server.request.RequestContext;
import dev.milvusaccess.server.store.Account;
import dev.milvusaccess.server.store.Evidence;
import dev.milvusaccess.server.store.Revocation;
import dev.milvusaccess.server.store.UnitsOfWork;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Makes units of work fail or stand still on demand, after the caller was authenticated. */
public class Faults implements BeanPostProcessor {

  private final AtomicReference<Supplier<RuntimeException>> fault = new AtomicReference<>();
  private final AtomicReference<Hold> hold = new AtomicReference<>();

  /**
   * Runs something while every unit of work fails so; it goes on if the failure is null, and takes
   * as long as that takes to find out.
   */
  public Answer during(Supplier<RuntimeException> failure, Supplier<Answer> call) {
    fault.set(failure);
    try {
      return call.get();
    } finally {
      fault.set(null);
    }
  }

  /**
   * Has the next unit of work of a caller stand still; the early check of the privilege is over
   * then. The hold must be closed.
   */
  public Hold hold(String callerName, Hold.Moment moment) {
    Hold next = new Hold(callerName, moment);
    hold.set(next);
    return next;
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    return bean instanceof UnitsOfWork units ? new FaultyUnits(units) : bean;
  }

  private void failIfToldTo() {
    Supplier<RuntimeException> supplier = fault.get();
    RuntimeException failure = supplier == null ? null : supplier.get();
    if (failure != null) {
      throw failure;
    }
  }

  private void standStill(Hold.Moment moment) {
    Hold present = hold.get();
    RequestContext request = CurrentRequest.get();
    if (present != null && present.concerns(request, moment)) {
      hold.compareAndSet(present, null);
      present.standStill();
    }
  }

  private final class FaultyUnits implements UnitsOfWork {

    private final UnitsOfWork units;

    private FaultyUnits(UnitsOfWork units) {
      this.units = units;
    }

    @Override
    public Optional<Account> findAccount(String userName) {
      return units.findAccount(userName);
    }

    @Override
    public <T> T read(Supplier<T> work) {
      failIfToldTo();
      standStill(Hold.Moment.BEFORE_READING);
      return units.read(work);
    }

    @Override
    public void write(Revocation revocation, Supplier<Evidence> work) {
      failIfToldTo();
      standStill(Hold.Moment.BEFORE_WRITING);
      units.write(
          revocation,
          () -> {
            standStill(Hold.Moment.AFTER_AUTHORITY);
            return work.get();
          });
    }
  }
}
