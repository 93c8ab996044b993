package dev.milvusaccess.server.command;

import dev.milvusaccess.client.MilvusAccessException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.IVersionProvider;

/** Runs one of the commands in place of the server. */
@Command(name = "milvus-access")
public final class AccessCommand {

  static final String EXIT_CODES =
      "%nExit codes: 0 done, or nothing to do; 1 failed; 2 invalid command or file; 3 changes were shown but not made.";

  private static final Set<String> NAMES = Set.of("export", "import", "apply");

  private AccessCommand() {}

  /** Whether the first word names a command. */
  public static boolean isAskedFor(String... args) {
    return args.length > 0 && NAMES.contains(args[0]);
  }

  /**
   * Runs a command with the streams and the environment of this process.
   *
   * @return the exit code
   */
  public static int run(String... args) {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    return run(new Terminal(System.getenv(), System.in, out, err), args);
  }

  static int run(Terminal terminal, String... args) {
    int exitCode =
        new CommandLine(new AccessCommand())
            .addSubcommand(new ExportCommand(terminal))
            .addSubcommand(new ImportCommand(terminal))
            .addSubcommand(new ApplyCommand(terminal))
            .setExpandAtFiles(false)
            .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF))
            .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
            .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
            .setParameterExceptionHandler((e, all) -> misunderstood(e, terminal))
            .setExecutionExceptionHandler((e, command, parsed) -> failed(e, terminal))
            .execute(args);
    terminal.out().flush();
    return exitCode;
  }

  private static int misunderstood(CommandLine.ParameterException failure, Terminal terminal) {
    terminal
        .err()
        .printf(
            "%s; see %s --help%n",
            Shown.line(withoutArguments(failure)),
            failure.getCommandLine().getCommandSpec().qualifiedName());
    return CommandFailure.WRONG_USE;
  }

  /** What is not understood may be a token, and the output may be kept by whatever runs this. */
  private static String withoutArguments(CommandLine.ParameterException failure) {
    if (failure instanceof CommandLine.UnmatchedArgumentException unmatched) {
      String first = unmatched.getUnmatched().get(0);
      return first.startsWith("-")
          ? "There is no option " + first.split("=", 2)[0]
          : "There are too many arguments";
    }
    return String.valueOf(failure.getMessage());
  }

  /** What is not foreseen is a fault of this program, and shown with all that helps to find it. */
  private static int failed(Exception failure, Terminal terminal) throws Exception {
    terminal.out().flush();
    if (failure instanceof CommandFailure foreseen) {
      terminal.err().println(foreseen.line());
      return foreseen.exitCode();
    }
    if (failure instanceof MilvusAccessException refused) {
      terminal.err().println(Shown.line(String.valueOf(refused.getMessage())));
      return CommandFailure.FAILED;
    }
    throw failure;
  }

  /** The version of the jar. */
  static final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
      String version = AccessCommand.class.getPackage().getImplementationVersion();
      return new String[] {
        "milvus-access " + Objects.requireNonNullElse(version, "(not packaged)")
      };
    }
  }
}
