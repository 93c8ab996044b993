package dev.milvusaccess.server.passwords;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {

  @Test
  void anIpv6CallerIsItsNetwork() {
    assertThat(Networks.of("2001:db8:1:2:3:4:5:6")).isEqualTo("20010db800010002");
    assertThat(Networks.of("2001:db8:1:2::9")).isEqualTo("20010db800010002");
    assertThat(Networks.of("2001:DB8:1:3::9")).isEqualTo("20010db800010003");
    assertThat(Networks.of("::1")).isEqualTo("0000000000000000");
  }

  @Test
  void anIpv4CallerIsItsAddress() {
    assertThat(Networks.of("127.0.0.1")).isEqualTo("127.0.0.1");
    assertThat(Networks.of("255.0.100.30")).isEqualTo("255.0.100.30");
    assertThat(Networks.of("::ffff:192.0.2.1")).isEqualTo("192.0.2.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fe80::1%eth9", "fe80::2%5", "fe80::3%host.example", "fe80::4%"})
  void aZoneMakesNoDifference(String address) {
    assertThat(Networks.of(address)).isEqualTo("fe80000000000000");
  }

  /**
   * The JDK resolves a name unless it begins as an address does; "xyz:1" went to the name server.
   * What is no address is one network, and no part of it is kept.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "xyz:1",
        "host.example",
        "host.example:80",
        "localhost",
        "[::1]",
        "1:2:3:4:5:6:7:8:9",
        ":",
        ":::",
        "::ffff:1.2.3.999",
        "1.2.3",
        "1.2.3.256",
        "01.2.3.4",
        "127.1",
        "a:b",
        "%eth0",
        "1234",
        "0x7f.0.0.1",
        "127.0.0.1, 10.0.0.1",
        "::1 ",
        "1:2.3",
        "\u0661.2.3.4"
      })
  void whatIsNoAddressIsUnknown(String address) {
    assertThat(Networks.of(address)).isEqualTo("unknown");
    assertThat(Networks.of(address + "x".repeat(10_000))).isEqualTo("unknown");
  }
}
