package dev.milvusaccess.client;

import java.util.Objects;

/**
 * The server has confirmed that the user is dropped, and a check afterwards says otherwise, or
 * could not be made. {@link #receipt()} has the results. Never taken for a revocation.
 */
public class RevocationNotProvenException extends MilvusAccessException {

  private static final long serialVersionUID = 1L;

  private final transient RevocationReceipt receipt;

  /** With what is known. */
  public RevocationNotProvenException(Failure failure, RevocationReceipt receipt) {
    super(failure, "Repeat the revocation; if it fails again, the server does not keep its word");
    this.receipt = Objects.requireNonNull(receipt, "receipt");
  }

  /** What was done and seen, the checks that failed included. */
  public final RevocationReceipt receipt() {
    return receipt;
  }
}
