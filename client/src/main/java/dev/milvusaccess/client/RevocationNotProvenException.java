package dev.milvusaccess.client;

import java.util.Objects;

/**
 * The server has confirmed that the user is dropped, but a check afterwards says otherwise, or
 * could not be made. {@link #receipt()} has the results. Never treated as a successful revocation.
 */
public class RevocationNotProvenException extends MilvusAccessException {

  private static final long serialVersionUID = 1L;

  private final transient RevocationReceipt receipt;

  /** Creates the exception from the details of a failure. */
  public RevocationNotProvenException(Failure failure, RevocationReceipt receipt) {
    super(failure, "Repeat the revocation; if it fails again, do not trust this server's answers");
    this.receipt = Objects.requireNonNull(receipt, "receipt");
  }

  /** What was done and found, including the failed checks. */
  public final RevocationReceipt receipt() {
    return receipt;
  }
}
