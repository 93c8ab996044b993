package dev.milvusaccess.server.startup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** The processors that a test runs on are not known, but there is one carrier more. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class CarrierThreadsTest {

  private String before;

  @BeforeEach
  void remember() {
    before = System.getProperty(CarrierThreads.SETTING);
    System.clearProperty(CarrierThreads.SETTING);
  }

  @AfterEach
  void restore() {
    if (before == null) {
      System.clearProperty(CarrierThreads.SETTING);
    } else {
      System.setProperty(CarrierThreads.SETTING, before);
    }
  }

  @Test
  void thereIsOneMoreThanProcessors() {
    CarrierThreads.addOneForTheDisk();
    assertThat(System.getProperty(CarrierThreads.SETTING))
        .isEqualTo(Integer.toString(Runtime.getRuntime().availableProcessors() + 1));
  }

  @Test
  void whoeverSaidHowManyIsHeard() {
    System.setProperty(CarrierThreads.SETTING, "7");
    CarrierThreads.addOneForTheDisk();
    assertThat(System.getProperty(CarrierThreads.SETTING)).isEqualTo("7");
  }
}
