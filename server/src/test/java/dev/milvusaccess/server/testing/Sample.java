package dev.milvusaccess.server.testing;

import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.Operation;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An operation of the contract with the request that the contract shows first.
 *
 * @param operation the path below {@code /v2/vectordb/}
 * @param privilege the required privilege
 * @param objectType its object type
 * @param body the request
 */
public record Sample(String operation, String privilege, String objectType, String body) {

  /** One of each operation. */
  public static Stream<Sample> ofEveryOperation() {
    return ContractCoverage.operations().entrySet().stream()
        .map(entry -> of(entry.getKey(), entry.getValue()));
  }

  private static Sample of(String path, Operation operation) {
    Object body =
        operation
            .getRequestBody()
            .getContent()
            .get("application/json")
            .getExamples()
            .values()
            .iterator()
            .next()
            .getValue();
    var required = (Map<?, ?>) operation.getExtensions().get("x-required-privilege");
    return new Sample(
        path.substring("/v2/vectordb/".length()),
        (String) required.get("privilege"),
        (String) required.get("objectType"),
        Json.mapper().valueToTree(body).toString());
  }

  @Override
  public String toString() {
    return operation;
  }
}
