package dev.milvusaccess.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FaultsTest {

  private final AtomicLong clock = new AtomicLong();
  private final Faults faults = new Faults(clock::get);

  private boolean strikes(String operation) {
    return faults.next(operation).isPresent();
  }

  @Test
  void strikesOnceUnlessToldOtherwise() {
    faults.add(Fault.cut());

    assertThat(strikes("users/drop")).isTrue();
    assertThat(strikes("users/drop")).isFalse();
  }

  @Test
  void strikesAsOftenAsTold() {
    faults.add(Fault.cut().times(2));

    assertThat(strikes("users/drop")).isTrue();
    assertThat(strikes("users/list")).isTrue();
    assertThat(strikes("users/drop")).isFalse();
  }

  @Test
  void strikesTheOperationsThatItIsFor() {
    faults.add(Fault.cut().on("users/drop", "roles/drop"));

    assertThat(strikes("users/list")).isFalse();
    assertThat(strikes("roles/drop")).isTrue();
  }

  @Test
  void isGoneWhenItsTimeIsOver() {
    faults.add(Fault.cut().times(3).during(Duration.ofMillis(5)));

    clock.set(Duration.ofMillis(5).toNanos() - 1);
    assertThat(strikes("users/drop")).isTrue();
    clock.set(Duration.ofMillis(5).toNanos());
    assertThat(strikes("users/drop")).isFalse();
  }

  @Test
  void isGoneAfter30SecondsUnlessToldOtherwise() {
    faults.add(Fault.cut().times(3));

    clock.set(Duration.ofSeconds(30).toNanos() - 1);
    assertThat(strikes("users/drop")).isTrue();
    clock.set(Duration.ofSeconds(30).toNanos());
    assertThat(strikes("users/drop")).isFalse();
  }

  @Test
  void theFirstStrikesFirst() {
    faults.add(Fault.cut());
    faults.add(Fault.timeout());

    assertThat(faults.next("users/drop").orElseThrow().fault()).hasToString("cut");
    assertThat(faults.next("users/drop").orElseThrow().fault()).hasToString("timeout");
  }

  @Test
  @Timeout(60)
  void hangsUntilItsTimeIsOver() throws InterruptedException {
    faults.add(Fault.hang().during(Duration.ofSeconds(5)));
    Faults.Strike strike = faults.next("users/drop").orElseThrow();

    clock.set(Duration.ofSeconds(5).toNanos());
    faults.hang(strike);
  }

  @Test
  @Timeout(60)
  void hangsUntilTheFaultsAreSwitchedOff() throws InterruptedException {
    faults.add(Fault.hang());
    Faults.Strike strike = faults.next("users/drop").orElseThrow();
    Thread hanging =
        new Thread(
            () -> {
              try {
                faults.hang(strike);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    hanging.start();
    while (hanging.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }

    faults.clear();

    hanging.join();
  }

  @Test
  void isClearAboutWhatItCannotBe() {
    assertThatThrownBy(() -> Fault.code(0, "done"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Code 0 is a success, not a fault");
    assertThatThrownBy(() -> Fault.code(200, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Code 200 is a success, not a fault");
    assertThatThrownBy(() -> Fault.cut().times(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A fault must apply at least once, not 0");
    assertThatThrownBy(() -> Fault.cut().during(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A fault can last at most an hour, not PT0S");
    assertThatThrownBy(() -> Fault.cut().during(Duration.ofMinutes(61)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A fault can last at most an hour, not PT1H1M");
    assertThatThrownBy(() -> Fault.cut().sometimes(0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A share must be more than 0 and at most 1, not 0.0");
    assertThatThrownBy(() -> Fault.cut().sometimes(Double.NaN, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A share must be more than 0 and at most 1, not NaN");
  }
}
