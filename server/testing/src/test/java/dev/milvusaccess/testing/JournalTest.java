package dev.milvusaccess.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class JournalTest {

  private final Journal journal = new Journal();

  private static RecordedCall call(String operation, String user, int code, String fault) {
    return new RecordedCall(
        Instant.EPOCH,
        operation,
        "root",
        user,
        "{\"userName\":\"" + user + "\"}",
        OptionalInt.of(200),
        OptionalInt.of(code),
        fault.isEmpty() ? Optional.empty() : Optional.of(fault),
        Duration.ZERO);
  }

  @Test
  void verifiesHowOftenAnOperationWasCalledForAUser() {
    journal.add(call("users/drop", "alice", 0, ""));
    journal.add(call("users/describe", "alice", 0, ""));

    assertThatCode(() -> journal.verifyOnce("users/drop", "alice")).doesNotThrowAnyException();
    assertThatCode(() -> journal.verifyNever("users/drop", "bob")).doesNotThrowAnyException();
  }

  @Test
  void showsTheCallsIfThereWereMoreOrLess() {
    journal.add(call("users/drop", "alice", 0, ""));
    journal.add(call("users/drop", "alice", 1100, "code 1100"));

    assertThatThrownBy(() -> journal.verifyOnce("users/drop", "alice"))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            """
            users/drop was called 2 times for alice, not 1 times. The calls:
              users/drop {"userName":"alice"} by root: code 0
              users/drop {"userName":"alice"} by root: code 1100 (fault: code 1100)""");
    assertThatThrownBy(() -> new Journal().verifyOnce("users/drop", "alice"))
        .isInstanceOf(AssertionError.class)
        .hasMessage("users/drop was called 0 times for alice, not 1 times. The calls:\n  none");
  }

  @Test
  void verifiesNothingIfItForgotSome() {
    for (int n = 0; n < 10_002; n++) {
      journal.add(call("users/list", "", 0, ""));
    }

    assertThat(journal.calls()).hasSize(10_000);
    assertThat(journal.forgotten()).isEqualTo(2);
    assertThatThrownBy(() -> journal.verifyNever("users/drop", "alice"))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            "Nothing can be verified: there were more than 10000 calls, and 2 of them were discarded");
  }

  @Test
  void showsNoPassword() {
    String body =
        """
        {"userName":"alice","Password":"s1","newPassword":{"a":"s2"},"more":[{"password":"s3"}]}""";

    assertThat(Message.redacted(Message.object(body.getBytes(StandardCharsets.UTF_8))))
        .isEqualTo(
            "{\"userName\":\"alice\",\"Password\":\"***\",\"newPassword\":\"***\","
                + "\"more\":\"***\"}");
  }

  @Test
  void showsNoFieldThatTheContractDoesNotHave() {
    String body =
        """
        {"user_name":"alice","new_password":"s1","pwd":"s2","userName":{"value":"s3"},"token":["s4"]}""";

    assertThat(Message.redacted(Message.object(body.getBytes(StandardCharsets.UTF_8))))
        .isEqualTo(
            "{\"user_name\":\"***\",\"new_password\":\"***\",\"pwd\":\"***\","
                + "\"userName\":{\"value\":\"***\"},\"token\":\"***\"}");
  }

  @Test
  void readsNamesOfFieldsAsTheServerDoes() {
    String body =
        """
        {"userName":"alice","USERNAME":"bob","username2":"carol"}""";

    assertThat(Message.text(Message.object(body.getBytes(StandardCharsets.UTF_8)), "userName"))
        .isEqualTo("bob");
  }

  @Test
  void showsNothingOfABodyThatIsNoJson() {
    assertThat(Message.redacted(Message.object("password=s1".getBytes(StandardCharsets.UTF_8))))
        .isEmpty();
  }
}
