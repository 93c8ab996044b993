package dev.milvusaccess.server.store;

import dev.milvusaccess.server.contract.Operation.Access;
import dev.milvusaccess.server.errors.UnauthenticatedException;
import dev.milvusaccess.server.request.Caller;
import dev.milvusaccess.server.request.RequestContext;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** What every unit of work consists of, whatever the database. Thread-safe. */
@Component
class UnitSteps {

  private final Authority authority;
  private final UserStore users;
  private final AuditStore trail;

  UnitSteps(Authority authority, UserStore users, AuditStore trail) {
    this.authority = authority;
    this.users = users;
    this.trail = trail;
  }

  /** Authority and data, in this order. */
  <T> T read(RequestContext request, Supplier<T> work) {
    requireAuthority(request);
    return work.get();
  }

  /** Authority, change and evidence, in this order. */
  void change(RequestContext request, Supplier<Evidence> work) {
    requireAuthority(request);
    trail.append(request, work.get());
  }

  private void requireAuthority(RequestContext request) {
    if (request.byServer()) {
      return;
    }
    Caller caller = request.requireCaller();
    Permissions permissions =
        users
            .permissionsOf(caller.name(), caller.passwordHash())
            .orElseThrow(UnauthenticatedException::new);
    authority.require(request, permissions);
  }

  /**
   * Looks at the contract, before anything is changed.
   *
   * @throws IllegalStateException if it says that the operation changes nothing
   */
  static void requireThatItMayChange(RequestContext request) {
    if (request.requireOperation().access() != Access.WRITE) {
      throw new IllegalStateException("The contract says that this operation changes nothing");
    }
  }
}
