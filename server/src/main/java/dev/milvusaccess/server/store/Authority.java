package dev.milvusaccess.server.store;

import dev.milvusaccess.server.errors.PrivilegeDeniedException;
import dev.milvusaccess.server.request.RequestContext;

/** Decides, in every unit of work, whether its caller may do what it asks for. Thread-safe. */
public interface Authority {

  /**
   * Lets a caller pass, or not.
   *
   * @param permissions what the caller may do, as stored at this moment
   * @throws PrivilegeDeniedException if that is not enough
   */
  void require(RequestContext request, Permissions permissions);
}
