package dev.milvusaccess.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.request.Caller;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LogInsTest {

  private static final Caller ALICE = new Caller("alice", "hash");

  private final AtomicLong now = new AtomicLong();
  private final LogIns logIns = new LogIns(now::get);

  @Test
  void onlyTheFirstRequestIsALogIn() {
    assertThat(logIns.isFirst(ALICE, "192.0.2.1")).isTrue();
    assertThat(logIns.isFirst(ALICE, "192.0.2.1")).isFalse();
  }

  @Test
  void soIsTheFirstFromAnotherAddressAndWithAnotherCredential() {
    assertThat(logIns.isFirst(ALICE, "192.0.2.1")).isTrue();

    assertThat(logIns.isFirst(ALICE, "192.0.2.2")).isTrue();
    assertThat(logIns.isFirst(new Caller("alice", "another hash"), "192.0.2.1")).isTrue();
    assertThat(logIns.isFirst(new Caller("bob", "hash"), "192.0.2.1")).isTrue();
  }

  @Test
  void afterTenMinutesThereIsAnotherOneHoweverBusyTheCallerWas() {
    assertThat(logIns.isFirst(ALICE, "192.0.2.1")).isTrue();
    now.addAndGet(Duration.ofMinutes(10).toNanos() - 1);
    assertThat(logIns.isFirst(ALICE, "192.0.2.1")).isFalse();

    now.addAndGet(1);
    assertThat(logIns.isFirst(ALICE, "192.0.2.1")).isTrue();
  }
}
