package dev.milvusaccess.server.connector;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Request;
import org.apache.coyote.Response;

/** Whether the body of a request is still on its way, and what that means for the answer. */
final class Body {

  private Body() {}

  /**
   * Whether to read the rest of the body would mean to wait for the caller. Where the request ends
   * that Tomcat could not parse, nobody knows.
   */
  static boolean isAwaited(Request request, Response response) {
    AtomicBoolean finished = new AtomicBoolean();
    request.action(ActionCode.REQUEST_BODY_FULLY_READ, finished);
    if (finished.get()) {
      return false;
    }
    if (response.isError()) {
      return true;
    }
    long missing = request.getContentLengthLong() - request.getBytesRead();
    request.action(ActionCode.AVAILABLE, true);
    return missing < 0 || missing > request.getAvailable();
  }

  /**
   * Makes Tomcat announce, and do, that the connection ends with this answer. A refusal is made to
   * look like one of {@code Expect: 100-continue}, whose body will not come either: to add the
   * header here would cost the answer its framing, and a cut answer could pass for a whole one.
   */
  static void announceClose(Request request, Response response) {
    if (response.getStatus() >= 300) {
      request.setExpectation(true);
    } else {
      response.getMimeHeaders().setValue("Connection").setString("close");
    }
  }
}
