package dev.milvusaccess.client;

/** The server failed unexpectedly (code 5 or any other HTTP status of 500 and above). */
public class ServerFaultException extends MilvusAccessException {

  private static final long serialVersionUID = 1L;

  /** Creates the exception from the details of a failure. */
  public ServerFaultException(Failure failure) {
    super(failure, "Look for the request id in the server's log");
  }
}
