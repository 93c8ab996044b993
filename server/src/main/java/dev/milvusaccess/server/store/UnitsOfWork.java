package dev.milvusaccess.server.store;

import dev.milvusaccess.server.errors.DeadlineExceededException;
import dev.milvusaccess.server.errors.PrivilegeDeniedException;
import dev.milvusaccess.server.errors.StoreUnavailableException;
import dev.milvusaccess.server.errors.UnauthenticatedException;
import dev.milvusaccess.server.request.CurrentRequest;
import dev.milvusaccess.server.request.RequestContext;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Runs units of work: the caller's authority, the change and its evidence are one transaction, and
 * take effect together or not at all.
 *
 * <p>Who calls, what for and until when is read from the {@link RequestContext} that the calling
 * thread serves ({@link CurrentRequest}). Authority means that the stored hash of the caller is
 * still the one that it was authenticated against, and that it holds the privilege which the
 * contract demands of the operation. No revocation that was acknowledged before a unit commits is
 * overlooked by it: either the unit comes first, and the revocation waits for its end, or the
 * revocation comes first, and the unit is refused.
 *
 * <p>The work consists of calls of the stores and of decisions; it must not wait for anything else,
 * hash a password, or keep what it found. It may be run again if another transaction came between.
 * What it throws is passed on, with nothing changed.
 *
 * <p>Every method throws
 *
 * <ul>
 *   <li>{@link UnauthenticatedException} if the credential was dropped or changed meanwhile,
 *   <li>{@link PrivilegeDeniedException} if the caller does not hold the privilege,
 *   <li>{@link DeadlineExceededException} if the deadline passed before the commit began; nothing
 *       was changed then,
 *   <li>{@link StoreUnavailableException} if the store cannot be reached, which says itself whether
 *       something may have been changed.
 * </ul>
 *
 * <p>Thread-safe.
 */
public interface UnitsOfWork {

  /**
   * Reads with the caller's authority; what decides and what is read are of one moment.
   *
   * @return what the work answers
   */
  <T> T read(Supplier<T> work);

  /**
   * Reads the account of a user in order to find out who calls, and what it may do. Asks for no
   * authority, so it must not be told to anybody.
   *
   * @return empty if there is no such user
   */
  Optional<Account> findAccount(String userName);

  /**
   * Changes something with the caller's authority. When this method returns, change and evidence
   * are durable (they survive {@code kill -9} and, as far as the disk tells the truth, a power cut)
   * and seen by every unit on any node that begins afterwards. As the evidence is always written,
   * that holds also if there was nothing left to change.
   *
   * @param revocation whose authority the work may take away; it waits for the units that act on
   *     this authority, and those that come later wait for it
   * @param work makes the change and tells what the audit trail shall say of it
   */
  void write(Revocation revocation, Supplier<Evidence> work);
}
