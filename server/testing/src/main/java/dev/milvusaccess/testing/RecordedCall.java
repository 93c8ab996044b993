package dev.milvusaccess.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A request that a stand-in received.
 *
 * @param time when it arrived
 * @param operation the end of its path, such as {@code users/drop}; the whole path if it is not
 *     under {@code /v2/vectordb}
 * @param caller the name in its token, without the password; empty if there is none
 * @param user the {@code userName} in its body; empty if there is none
 * @param body as compact JSON, with {@code ***} in place of passwords and of fields that are not in
 *     the contract; empty if it is not a JSON object
 * @param status of the answer; empty if none was sent
 * @param code of the answer; empty if it had none
 * @param fault the injected fault; empty if none
 * @param took how long it took, with fractions of milliseconds
 */
public record RecordedCall(
    Instant time,
    String operation,
    String caller,
    String user,
    String body,
    OptionalInt status,
    OptionalInt code,
    Optional<String> fault,
    Duration took) {

  @Override
  public String toString() {
    return "%s %s by %s: %s%s"
        .formatted(
            operation,
            body,
            caller.isEmpty() ? "nobody" : caller,
            status.isEmpty() ? "no answer" : outcome(),
            fault.map(name -> " (fault: " + name + ")").orElse(""));
  }

  private String outcome() {
    return code.isEmpty() ? "HTTP " + status.getAsInt() : "code " + code.getAsInt();
  }
}
