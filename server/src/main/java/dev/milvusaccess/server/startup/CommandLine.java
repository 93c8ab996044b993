package dev.milvusaccess.server.startup;

import java.io.PrintStream;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a person may ask on the command line in place of starting the server. */
public final class CommandLine {

  private static final String HELP =
      """
      milvus-access: the access control of Milvus as a standalone server

      usage: milvus-access [--SETTING=VALUE ...]
             milvus-access export|import|apply --help   manage the users of any Milvus with a file
             milvus-access backup FILE [--milvus-access.data-dir=FOLDER]
             milvus-access reset-root-password [--password-file=FILE] [--SETTING=VALUE ...]

      "backup" copies the embedded store into a new file, even while a server uses it.

      The most important settings; the README lists all of them:
        --server.port=19530                 where to listen
        --milvus-access.data-dir=FOLDER     where the embedded store is (./milvus-access-data)
        --spring.datasource.url=URL         a PostgreSQL that many nodes share: jdbc:postgresql://HOST/DATABASE
        --management.server.port=9091       health and metrics, for this machine

      The first password of root comes from the variable MILVUS_ACCESS_ROOT_PASSWORD. If it is lost,
      reset-root-password reads a new one from the standard input, or from a file, and stores it. No
      server may use the embedded store meanwhile; on PostgreSQL the servers may keep running.

        --help, --version                   show this help, or the version
      """;

  private CommandLine() {}

  /**
   * Answers {@code --help} and {@code --version}.
   *
   * @return whether that was all that was asked for
   */
  public static boolean answers(String[] args, @Nullable String version, PrintStream out) {
    List<String> asked = List.of(args);
    if (asked.contains("--help") || asked.contains("-h")) {
      out.print(HELP);
      return true;
    }
    if (asked.contains("--version")) {
      out.println("milvus-access " + Objects.requireNonNullElse(version, "(not packaged)"));
      return true;
    }
    return false;
  }
}
