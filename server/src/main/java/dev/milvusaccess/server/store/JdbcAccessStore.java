package dev.milvusaccess.server.store;

import dev.milvusaccess.server.deadline.Deadline;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@link AccessStore} on SQL that SQLite and PostgreSQL both speak. */
class JdbcAccessStore implements AccessStore {

  private final JdbcClient jdbc;
  private final UnitsOfWork units;

  JdbcAccessStore(JdbcClient jdbc, UnitsOfWork units) {
    this.jdbc = jdbc;
    this.units = units;
  }

  @Override
  public Optional<Credential> findCredential(String userName, Deadline deadline) {
    return units.read(
        deadline,
        () ->
            jdbc.sql(
                    "select user_name, password_hash, description from credential"
                        + " where user_name = ?")
                .param(storable(userName))
                .query(Credential.class)
                .optional());
  }

  @Override
  public boolean isCurrent(String userName, String passwordHash, Deadline deadline) {
    return units.read(
        deadline,
        () ->
            jdbc.sql("select 1 from credential where user_name = ? and password_hash = ?")
                .params(storable(userName), passwordHash)
                .query(Integer.class)
                .optional()
                .isPresent());
  }

  @Override
  public List<String> listUsers(Deadline deadline) {
    return units.read(
        deadline,
        () -> sorted(jdbc.sql("select user_name from credential").query(String.class).list()));
  }

  @Override
  public Optional<UserDescription> describeUser(String userName, Deadline deadline) {
    return units.read(
        deadline,
        () ->
            jdbc.sql("select description from credential where user_name = ?")
                .param(storable(userName))
                .query((row, n) -> new UserDescription(List.of(), row.getString(1)))
                .optional());
  }

  @Override
  public boolean createUser(Credential credential, Deadline deadline) {
    return units.write(
        deadline,
        () ->
            jdbc.sql(
                        "insert into credential (user_name, password_hash, description)"
                            + " values (?, ?, ?) on conflict do nothing")
                    .params(
                        credential.userName(), credential.passwordHash(), credential.description())
                    .update()
                == 1);
  }

  @Override
  public boolean dropUser(String userName, Deadline deadline) {
    return units.write(
        deadline,
        () ->
            jdbc.sql("delete from credential where user_name = ?")
                    .param(storable(userName))
                    .update()
                == 1);
  }

  @Override
  public boolean updateCredential(CredentialUpdate update, Deadline deadline) {
    return units.write(
        deadline,
        () ->
            jdbc.sql(
                        """
                        update credential
                           set password_hash = coalesce(:newHash, password_hash),
                               description = coalesce(:newDescription, description)
                         where user_name = :userName
                           and password_hash = coalesce(:expectedHash, password_hash)
                        """)
                    .param("newHash", update.newHash())
                    .param("newDescription", update.newDescription())
                    .param("userName", storable(update.userName()))
                    .param("expectedHash", update.expectedHash())
                    .update()
                == 1);
  }

  /** Names are ASCII, so the order of Java is the order of bytes, whatever the collation. */
  private static List<String> sorted(List<String> names) {
    return names.stream().sorted().toList();
  }

  /** PostgreSQL refuses NUL in text. No stored name is empty, so this finds nothing, as it must. */
  private static String storable(String name) {
    return name.indexOf('\0') < 0 ? name : "";
  }
}
