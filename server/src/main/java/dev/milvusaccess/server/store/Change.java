package dev.milvusaccess.server.store;

import dev.milvusaccess.server.request.RequestContext;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A change of a caller that may share a transaction of PostgreSQL with others ({@link
 * PostgresBatch}).
 */
final class Change extends Member {

  private final Revocation revocation;
  private final Supplier<Evidence> work;

  Change(RequestContext request, Revocation revocation, Supplier<Evidence> work) {
    super(request);
    this.revocation = revocation;
    this.work = work;
  }

  Revocation revocation() {
    return revocation;
  }

  String callerName() {
    return request().requireCaller().name();
  }

  /** What it consists of, if that is one statement. */
  @Nullable UserStatement statement() {
    return work instanceof UserStatement one ? one : null;
  }

  /** The same, where it is known to be one statement. */
  UserStatement requireStatement() {
    return (UserStatement) work;
  }

  /**
   * Runs it within a transaction.
   *
   * @return what writes the evidence, still to be executed
   */
  BoundStatement run(UnitSteps steps, Function<String, Optional<Account>> accounts) {
    return within(() -> steps.change(request(), accounts, work));
  }
}
