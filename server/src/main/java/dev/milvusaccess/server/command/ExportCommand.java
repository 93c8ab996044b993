package dev.milvusaccess.server.command;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Writes what a server has. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    versionProvider = AccessCommand.Version.class,
    description =
        "Writes the users, roles and privilege groups of a server as YAML to the standard output. Passwords cannot be read.")
final class ExportCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Mixin private TargetOptions target = new TargetOptions();

  ExportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Nothing is written unless all was read. */
  @Override
  public Integer call() {
    String yaml = AccessFileWriter.write(target.connect(terminal).readAtOneMoment());
    byte[] bytes = yaml.getBytes(StandardCharsets.UTF_8);
    terminal.out().write(bytes, 0, bytes.length);
    terminal.requireWritten();
    return 0;
  }
}
