package dev.milvusaccess.server.store;

import dev.milvusaccess.server.contract.Operation.Access;
import dev.milvusaccess.server.errors.UnauthenticatedException;
import dev.milvusaccess.server.passwords.StoredHash;
import dev.milvusaccess.server.request.Caller;
import dev.milvusaccess.server.request.RequestContext;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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

  /**
   * Authority and data, in this order.
   *
   * @param accounts how the account of the caller is found
   */
  <T> T read(
      RequestContext request, Function<String, Optional<Account>> accounts, Supplier<T> work) {
    requireAuthority(request, accounts);
    return work.get();
  }

  /**
   * Authority and change, in this order.
   *
   * @param accounts how the account of the caller is found
   * @return what writes the evidence, still to be executed
   */
  BoundStatement change(
      RequestContext request,
      Function<String, Optional<Account>> accounts,
      Supplier<Evidence> work) {
    requireAuthority(request, accounts);
    return evidence(request, work.get());
  }

  /** What writes the evidence of a change that was made, still to be executed. */
  BoundStatement evidence(RequestContext request, Evidence evidence) {
    return trail.row(request, evidence);
  }

  /** The account of a user, as the transaction sees it. */
  Optional<Account> account(String userName) {
    return users.account(userName);
  }

  /** The accounts of several users at once, of those that there are. PostgreSQL only. */
  Map<String, Account> accounts(Collection<String> userNames) {
    return users.accounts(userNames);
  }

  /** What writes the evidence of several changes with one statement. PostgreSQL only. */
  BoundStatement evidence(List<BoundStatement> rows) {
    return rows.size() == 1 ? rows.get(0) : trail.rows(rows);
  }

  /**
   * Looks whether the caller still is who it was, and may do what it asks for.
   *
   * @param accounts how the account of the caller is found
   */
  void requireAuthority(RequestContext request, Function<String, Optional<Account>> accounts) {
    if (request.byServer()) {
      return;
    }
    Caller caller = request.requireCaller();
    Account account = accounts.apply(caller.name()).orElseThrow(UnauthenticatedException::new);
    if (!StoredHash.isSameCredential(caller.passwordHash(), account.passwordHash())) {
      throw new UnauthenticatedException();
    }
    authority.require(request, account.permissions());
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
