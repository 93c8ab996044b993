package dev.milvusaccess.server.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Makes a server as a file declares. */
@Command(
    name = "apply",
    mixinStandardHelpOptions = true,
    versionProvider = AccessCommand.Version.class,
    description =
        "Shows the changes that would make a server match a file, and makes them with --yes.",
    footer = AccessCommand.EXIT_CODES)
final class ApplyCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Parameters(
      paramLabel = "FILE",
      description = "A file in the format of \"export\"; - for the standard input.")
  private String file = "";

  @Mixin private TargetOptions target = new TargetOptions();
  @Mixin private ChangeOptions changes = new ChangeOptions();

  ApplyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return new PlanRun(read(), target.connect(terminal), changes, terminal).run();
  }

  private Access read() {
    if (file.equals("-")) {
      return AccessFileReader.read("standard input", terminal.in());
    }
    try (InputStream content = Files.newInputStream(Path.of(file))) {
      return AccessFileReader.read(file, content);
    } catch (IOException | InvalidPathException e) {
      throw CommandFailure.wrongUse("%s: it cannot be read".formatted(Shown.line(file)));
    }
  }
}
