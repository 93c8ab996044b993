package dev.milvusaccess.server.store;

import dev.milvusaccess.server.passwords.StoredHash;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Users, their credentials and the roles that they hold. Every method is a part of the unit of work
 * that calls it (see {@link UnitsOfWork}), which makes it atomic and durable.
 */
@Component
public class UserStore extends Statements {

  /** The credential of a user; empty if there is no such user. */
  public Optional<Credential> find(String userName) {
    return sql(
            "select user_name, password_hash, description from credential where user_name = ?",
            userName)
        .query(
            (row, number) -> new Credential(row.getString(1), row.getString(2), row.getString(3)))
        .stream()
        .findFirst();
  }

  /** The account of a user, with one statement; empty if there is no such user. */
  Optional<Account> account(String userName) {
    AccountReader reader = new AccountReader();
    sql(AccountReader.sql(), AccountReader.parameters(userName).toArray()).query(reader);
    return reader.account();
  }

  /**
   * The accounts of several users by their names, with one statement; those that there are.
   * PostgreSQL only.
   */
  Map<String, Account> accounts(Collection<String> userNames) {
    Map<String, AccountReader> readers = new HashMap<>();
    Object names = userNames.stream().map(Statements::storable).toArray(String[]::new);
    sql(PostgresOpening.PLAN_ONCE + ";" + AccountReader.sqlOfMany(), names, names, names)
        .queryEach(
            row -> {},
            row ->
                readers
                    .computeIfAbsent(row.getString(8), name -> new AccountReader())
                    .processRow(row));
    Map<String, Account> found = new HashMap<>();
    readers.forEach(
        (name, reader) -> reader.account().ifPresent(account -> found.put(name, account)));
    return found;
  }

  /** Whether there is such a user. */
  public boolean exists(String userName) {
    return isThere("select 1 from credential where user_name = ?", userName);
  }

  /**
   * Names of users, in their order, which is that of their bytes.
   *
   * @param after only those that come after this one; empty for the first ones
   * @param most how many at most
   */
  public List<String> names(String after, int most) {
    return sql(
            "select user_name from credential where user_name > ? order by user_name limit ?",
            after,
            most)
        .query((row, number) -> row.getString(1));
  }

  /** The roles and description of a user; empty if there is no such user. */
  public Optional<UserDescription> describe(String userName) {
    List<String> roles = new ArrayList<>();
    List<String> descriptions = new ArrayList<>();
    sql(
            """
            select c.description, b.role_name
              from credential c left join role_binding b on b.user_name = c.user_name
             where c.user_name = ?
            """,
            userName)
        .query(
            row -> {
              descriptions.add(row.getString(1));
              if (row.getString(2) != null) {
                roles.add(row.getString(2));
              }
            });
    return descriptions.stream()
        .findFirst()
        .map(text -> new UserDescription(roles.stream().sorted().toList(), text));
  }

  /**
   * Whether there are as many users as there may be.
   *
   * @param limit 0 for any number
   */
  public boolean isFull(int limit) {
    return isFull("users", "select count(*) from credential", limit);
  }

  /**
   * Stores a new user without any role.
   *
   * @return false if there is such a user already
   */
  public boolean create(Credential credential) {
    return sql(
                """
                insert into credential (user_name, password_hash, description) values (?, ?, ?)
                    on conflict do nothing
                """,
                credential.userName(),
                credential.passwordHash(),
                credential.description())
            .updateOf(credential.userName())
        == 1;
  }

  /**
   * What deletes a user with everything that is bound to it, if there is such a user; still to be
   * executed.
   */
  public UserStatement drop(String userName) {
    return new UserStatement("delete from credential where user_name = ?", userName);
  }

  /**
   * Changes a user's password, description, or both at once.
   *
   * @return false if there is no such user, or its credential is not the expected one; nothing was
   *     changed then
   */
  public boolean update(CredentialUpdate update) {
    String stored = find(update.userName()).map(Credential::passwordHash).orElse(null);
    String expected = update.expectedHash() == null ? stored : update.expectedHash();
    if (expected == null || !StoredHash.isSameCredential(expected, stored)) {
      return false;
    }
    return sql(
                """
                update credential
                   set password_hash = coalesce(?, password_hash),
                       description = coalesce(?, description)
                 where user_name = ?
                """,
                update.newHash(),
                update.newDescription(),
                update.userName())
            .updateOf(update.userName())
        == 1;
  }

  /**
   * Replaces a hash by a stronger one of the same credential.
   *
   * @return false if the stored hash is not exactly the old one
   */
  public boolean upgrade(String userName, String oldHash, String newHash) {
    return sql(
                "update credential set password_hash = ? where user_name = ? and password_hash = ?",
                newHash,
                userName,
                oldHash)
            .updateOf(userName)
        == 1;
  }

  /**
   * Binds a role to a user. Both must exist.
   *
   * @return false if the user holds the role already
   */
  public boolean bind(String userName, String roleName) {
    return sql(
                "insert into role_binding (user_name, role_name) values (?, ?) on conflict do nothing",
                userName,
                roleName)
            .updateOf(userName)
        == 1;
  }

  /**
   * Unbinds a role from a user.
   *
   * @return false if there was no such binding
   */
  public boolean unbind(String userName, String roleName) {
    return sql("delete from role_binding where user_name = ? and role_name = ?", userName, roleName)
            .updateOf(userName)
        == 1;
  }
}
