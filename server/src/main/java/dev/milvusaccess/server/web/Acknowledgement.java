package dev.milvusaccess.server.web;

import dev.milvusaccess.server.generated.model.AcknowledgeResponse;
import java.util.Map;
import org.springframework.http.ResponseEntity;

/** The answer of an operation that was carried out and has nothing to tell. */
public final class Acknowledgement {

  private Acknowledgement() {}

  /** {@code {"code":0,"data":{}}}. */
  public static ResponseEntity<AcknowledgeResponse> acknowledged() {
    return ResponseEntity.ok(new AcknowledgeResponse(0).data(Map.of()));
  }
}
