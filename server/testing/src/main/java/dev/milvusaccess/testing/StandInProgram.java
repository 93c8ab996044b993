package dev.milvusaccess.testing;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;

/**
 * A stand-in for tests in other languages: {@code java -jar milvus-access-testing.jar}. It prints
 * its address when it is ready, and ends when its standard input ends, or when it is stopped.
 */
public final class StandInProgram {

  private static final String HELP =
      """
      A milvus-access server for a test; it keeps no data.

      usage: java -jar milvus-access-testing.jar [OPTION ...]

        --user=NAME:PASSWORD[:ROLE,...]     a user that exists after each reset
        --role=NAME[:PRIVILEGE,...]         a role, and its privileges on all objects
        --privilege-group=NAME:PRIVILEGE,...
        --like=2.6                          answer like Milvus 2.6; default: 3.0
        --port=PORT                         the port to listen on; default: any free port
        --help

      It prints its address, and ends when its standard input is closed. Tests control it with
        POST ADDRESS/stand-in/reset         reset it to its initial state
        GET  ADDRESS/stand-in/journal       the requests since then, without passwords
        POST ADDRESS/stand-in/faults        {"fault": "unavailable", "on": ["users/drop"], "times": 2}
      Faults are cut, hang, timeout, unauthenticated, denied, rateLimited, unavailable, successIs200 and
      code (with "code" and "message"); "afterCommit": true applies it after the server did it.
      """;

  private StandInProgram() {}

  /**
   * Runs until standard input ends.
   *
   * @throws IOException if standard input cannot be read
   */
  public static void main(String[] args) throws IOException {
    System.exit(run(args, System.out, System.err));
  }

  static int run(String[] args, PrintStream out, PrintStream err) throws IOException {
    if (List.of(args).contains("--help")) {
      out.print(HELP);
      return 0;
    }
    StandInBuilder<StandIn> builder = StandIn.builder();
    try {
      Arrays.stream(args).distinct().forEach(option -> apply(builder, option));
    } catch (IllegalArgumentException wrong) {
      err.println(wrong.getMessage() + "; see --help");
      return 2;
    }
    try (StandIn standIn = builder.build()) {
      standIn.control();
      out.println(standIn.endpoint());
      out.flush();
      while (System.in.read() >= 0) {
        // nothing is asked for there
      }
    } catch (RuntimeException refused) {
      err.println("The stand-in cannot start: " + refused.getMessage());
      return 1;
    }
    return 0;
  }

  private static void apply(StandInBuilder<StandIn> builder, String option) {
    int sign = option.indexOf('=');
    String name = sign < 0 ? option : option.substring(0, sign);
    String value = sign < 0 ? "" : option.substring(sign + 1);
    String[] parts = value.split(":", -1);
    switch (name) {
      case "--user" -> {
        require(parts.length == 2 || parts.length == 3, "--user=NAME:PASSWORD[:ROLE,...]");
        builder.user(parts[0], parts[1], listOf(parts, 2));
      }
      case "--role" -> {
        require(parts.length <= 2 && !parts[0].isEmpty(), "--role=NAME[:PRIVILEGE,...]");
        builder.role(parts[0], listOf(parts, 1));
      }
      case "--privilege-group" -> {
        require(parts.length == 2, "--privilege-group=NAME:PRIVILEGE,...");
        builder.privilegeGroup(parts[0], listOf(parts, 1));
      }
      case "--like" -> {
        require(value.equals("2.6") || value.equals("3.0"), "--like=2.6 or --like=3.0");
        builder.like(value.equals("2.6") ? MilvusVersion.MILVUS_2_6 : MilvusVersion.MILVUS_3_0);
      }
      case "--port" -> {
        require(value.matches("\\d{1,5}") && Integer.parseInt(value) < 65536, "--port=PORT");
        builder.port(Integer.parseInt(value));
      }
      default -> throw new IllegalArgumentException("There is no option " + name);
    }
  }

  private static String[] listOf(String[] parts, int index) {
    return parts.length <= index || parts[index].isEmpty()
        ? new String[0]
        : parts[index].split(",", -1);
  }

  private static void require(boolean holds, String form) {
    if (!holds) {
      throw new IllegalArgumentException("Write this as " + form);
    }
  }
}
