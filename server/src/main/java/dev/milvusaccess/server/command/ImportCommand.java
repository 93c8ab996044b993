package dev.milvusaccess.server.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a server as another one is. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    versionProvider = AccessCommand.Version.class,
    description =
        "Shows the changes that would copy the users, roles and privilege groups of another server, and makes them with --yes. Passwords cannot be read: created users get new ones.",
    footer = AccessCommand.EXIT_CODES)
final class ImportCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Option(
      names = "--from",
      paramLabel = "URL",
      required = true,
      description = "The server to read from; it is not changed.")
  private String source = "";

  @Option(
      names = "--from-token-file",
      paramLabel = "FILE",
      description =
          "A file that contains the token for that server. Default: the variable MILVUS_SOURCE_TOKEN.")
  private @Nullable Path sourceTokenFile;

  @Mixin private TargetOptions target = new TargetOptions();
  @Mixin private ChangeOptions changes = new ChangeOptions();

  ImportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Server to = target.connect(terminal);
    String token =
        Tokens.from(sourceTokenFile, "--from-token-file", "MILVUS_SOURCE_TOKEN", terminal);
    Access declared = Server.of(source, token).readAtOneMoment();
    return new PlanRun(declared, to, changes, terminal).run();
  }
}
