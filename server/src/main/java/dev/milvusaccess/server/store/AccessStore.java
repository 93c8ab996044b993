package dev.milvusaccess.server.store;

import dev.milvusaccess.server.deadline.Deadline;
import dev.milvusaccess.server.deadline.DeadlineExceededException;
import java.util.List;
import java.util.Optional;

/**
 * Where users live.
 *
 * <p>Each method is one unit of work. A method that changes something is atomic: it is carried out
 * whole or not at all. When it returns, its change is durable (it survives {@code kill -9} and, as
 * far as the disk tells the truth, a power cut) and visible to every call on any node that starts
 * afterwards. A method that reads sees the state at one moment during the call, never a cached one.
 *
 * <p>Every method throws {@link DeadlineExceededException} if its deadline passed before the change
 * was committed, and then nothing was changed; and {@link StoreUnavailableException} if the store
 * cannot be reached, which says itself whether something may have been changed. Thread-safe.
 */
public interface AccessStore {

  /** The credential of a user; empty if there is no such user. */
  Optional<Credential> findCredential(String userName, Deadline deadline);

  /** Whether the user exists and this is still its stored hash. */
  boolean isCurrent(String userName, String passwordHash, Deadline deadline);

  /** The names of all users, in their order; never empty, because there is always root. */
  List<String> listUsers(Deadline deadline);

  /** The roles and description of a user; empty if there is no such user. */
  Optional<UserDescription> describeUser(String userName, Deadline deadline);

  /**
   * Stores a new user without any role.
   *
   * @return false if a user of that name exists; it is left as it is
   */
  boolean createUser(Credential credential, Deadline deadline);

  /**
   * Deletes a user with everything that is bound to it.
   *
   * @return false if there is no such user
   */
  boolean dropUser(String userName, Deadline deadline);

  /**
   * Changes a user's password, description, or both at once.
   *
   * @return false if there is no such user, or its stored hash is not the expected one; nothing was
   *     changed then
   */
  boolean updateCredential(CredentialUpdate update, Deadline deadline);
}
