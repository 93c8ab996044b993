package dev.milvusaccess.testing;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What tests in other languages ask of a stand-in: {@code /stand-in/reset} and its neighbours. */
final class Control {

  static final String PATH = "/stand-in/";

  private static final int LONGEST_BODY = 64 * 1024;

  private static final Map<String, Supplier<Fault>> FAULTS =
      Map.of(
          "cut", Fault::cut,
          "hang", Fault::hang,
          "timeout", Fault::timeout,
          "unauthenticated", Fault::unauthenticated,
          "rateLimited", Fault::rateLimited,
          "unavailable", Fault::unavailable,
          "successIs200", Fault::successIs200);

  private final StandIn standIn;

  Control(StandIn standIn) {
    this.standIn = standIn;
  }

  void handle(HttpExchange exchange) throws IOException {
    String asked =
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI().getPath().substring(PATH.length());
    try {
      switch (asked) {
        case "POST reset" -> {
          standIn.reset();
          answer(exchange, 200, Message.JSON.createObjectNode());
        }
        case "GET journal" -> answer(exchange, 200, journal());
        case "POST faults" -> {
          standIn.inject(fault(exchange.getRequestBody().readNBytes(LONGEST_BODY)));
          answer(exchange, 200, Message.JSON.createObjectNode());
        }
        default ->
            refuse(
                exchange,
                404,
                "The operations are POST reset, GET journal and POST faults, not " + asked);
      }
    } catch (IllegalArgumentException wrong) {
      refuse(exchange, 400, String.valueOf(wrong.getMessage()));
    } finally {
      exchange.close();
    }
  }

  private ArrayNode journal() {
    ArrayNode calls = Message.JSON.createArrayNode();
    for (RecordedCall call : standIn.journal().calls()) {
      ObjectNode entry = calls.addObject();
      entry.put("time", call.time().toString());
      entry.put("operation", call.operation());
      entry.put("caller", call.caller());
      entry.put("user", call.user());
      entry.put("body", call.body());
      call.status().ifPresent(status -> entry.put("status", status));
      call.code().ifPresent(code -> entry.put("code", code));
      call.fault().ifPresent(fault -> entry.put("fault", fault));
    }
    return calls;
  }

  private static Fault fault(byte[] body) {
    ObjectNode asked = Message.object(body);
    if (asked == null) {
      throw new IllegalArgumentException("The body must be a JSON object");
    }
    Fault fault = named(asked);
    if (asked.get("on") instanceof ArrayNode operations) {
      fault = fault.on(operations.valueStream().map(JsonNode::asString).toArray(String[]::new));
    }
    if (asked.has("times")) {
      fault = fault.times(asked.get("times").asInt(0));
    }
    if (asked.has("seconds")) {
      fault = fault.during(Duration.ofSeconds(asked.get("seconds").asLong(0)));
    }
    return asked.path("afterCommit").asBoolean(false) ? fault.afterCommit() : fault;
  }

  private static Fault named(ObjectNode asked) {
    String name = Message.text(asked, "fault");
    if (name.equals("code")) {
      return Fault.code(asked.path("code").asInt(0), Message.text(asked, "message"));
    }
    if (name.equals("denied")) {
      return Fault.denied(Message.text(asked, "privilege"));
    }
    Supplier<Fault> fault = FAULTS.get(name);
    if (fault == null) {
      throw new IllegalArgumentException(
          "There is no fault \"%s\"; the faults are code, denied and %s"
              .formatted(name, String.join(", ", FAULTS.keySet().stream().sorted().toList())));
    }
    return fault.get();
  }

  private static void refuse(HttpExchange exchange, int status, String message) throws IOException {
    answer(exchange, status, Message.JSON.createObjectNode().put("message", message));
  }

  private static void answer(HttpExchange exchange, int status, JsonNode body) throws IOException {
    byte[] bytes = Message.bytes(body);
    exchange.getResponseHeaders().put("Content-Type", List.of("application/json"));
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
