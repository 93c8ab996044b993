package dev.milvusaccess.server.store;

import dev.milvusaccess.server.request.RequestContext;
import java.util.Optional;

/** Wants to know an account, and gets it. */
final class Lookup extends Member {

  private final String userName;

  /** Belongs to its batch, and to its thread once it has ended. */
  private Optional<Account> account = Optional.empty();

  Lookup(RequestContext request, String userName) {
    super(request);
    this.userName = userName;
  }

  String userName() {
    return userName;
  }

  /** Ends it with what was found. */
  void found(Optional<Account> found) {
    account = found;
    end(null);
  }

  /** Empty if there is no such user. */
  Optional<Account> account() {
    return account;
  }
}
