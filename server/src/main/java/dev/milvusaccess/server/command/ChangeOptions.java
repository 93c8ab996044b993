package dev.milvusaccess.server.command;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is to be done about a plan. */
final class ChangeOptions {

  @Option(names = "--yes", description = "Make the changes; without it they are only shown.")
  private boolean yes;

  @Option(
      names = "--prune",
      description =
          "Also drop and revoke what is not declared. Lists that are left out are not changed, nor are root and the caller.")
  private boolean prune;

  @Option(
      names = "--passwords-out",
      paramLabel = "FILE",
      description =
          "A new file for the passwords of created users, with a line user:password for each.")
  private @Nullable Path passwordsOut;

  boolean yes() {
    return yes;
  }

  boolean prune() {
    return prune;
  }

  @Nullable Path passwordsOut() {
    return passwordsOut;
  }
}
