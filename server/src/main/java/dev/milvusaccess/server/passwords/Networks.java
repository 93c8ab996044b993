package dev.milvusaccess.server.passwords;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** What counts as one address: of IPv6 the first 64 bits, because one caller has all the others. */
public final class Networks {

  private static final int IPV6_PREFIX_BYTES = 8;

  private static final Pattern IPV4 =
      Pattern.compile("N(\\.N){3}".replace("N", "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"));

  /** Of what begins so and has a colon, the JDK only checks the format and looks nothing up. */
  private static final Pattern IPV6_CHARACTERS = Pattern.compile("[0-9a-fA-F:][0-9a-fA-F:.]{1,44}");

  /** All that is no address is one network, or whoever can forge one would have any number. */
  private static final String UNKNOWN = "unknown";

  private Networks() {}

  /** The network of an address as the servlet container writes it; nothing is ever looked up. */
  public static String of(String address) {
    if (IPV4.matcher(address).matches()) {
      return address;
    }
    int zone = address.indexOf('%');
    String bare = zone < 0 ? address : address.substring(0, zone);
    if (bare.indexOf(':') < 0 || !IPV6_CHARACTERS.matcher(bare).matches()) {
      return UNKNOWN;
    }
    try {
      InetAddress parsed = InetAddress.getByName(bare);
      return parsed instanceof Inet6Address
          ? HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), IPV6_PREFIX_BYTES))
          : parsed.getHostAddress();
    } catch (UnknownHostException e) {
      return UNKNOWN;
    }
  }
}
