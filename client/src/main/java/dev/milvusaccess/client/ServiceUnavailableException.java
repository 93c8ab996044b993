package dev.milvusaccess.client;

/** The server cannot work at the moment (code 2 or HTTP 502, 503 or 504). */
public class ServiceUnavailableException extends MilvusAccessException {

  private static final long serialVersionUID = 1L;

  ServiceUnavailableException(Failure failure) {
    super(failure);
  }
}
