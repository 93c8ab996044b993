package dev.milvusaccess.server.startup;

import dev.milvusaccess.server.errors.StartupFailure;
import dev.milvusaccess.server.users.RootPasswordReset;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The command {@code reset-root-password}: opens the store as the server would, with the same
 * settings, gives root a new password, and ends. A password on the command line would be seen by
 * every user of the machine, so it comes from the standard input or from a file.
 */
public final class RootPasswordCommand {

  private static final String NAME = "reset-root-password";
  private static final String FILE = "--password-file=";

  /** More than any password may have. */
  private static final int MOST_BYTES = 1024;

  private RootPasswordCommand() {}

  /** Whether these arguments ask for it. */
  public static boolean isMeant(String[] args) {
    return args.length > 0 && args[0].equals(NAME);
  }

  /**
   * Resets the password, and says so; or says why not, in one line.
   *
   * @param server the application, for its beans
   * @return the exit code
   * @throws RuntimeException if the store cannot be opened; {@link StartupFailureReporter} has said
   *     why
   */
  public static int run(Class<?> server, String[] args, InputStream in) {
    String password;
    try {
      password = password(args, in);
    } catch (StartupFailure e) {
      return refused(e);
    }
    try (ConfigurableApplicationContext context = open(server, args)) {
      return reset(context.getBean(RootPasswordReset.class), password);
    }
  }

  private static int reset(RootPasswordReset store, String password) {
    try {
      store.reset(password);
    } catch (StartupFailure e) {
      return refused(e);
    }
    System.out.println("root has a new password; the old one is refused from now on");
    return 0;
  }

  private static int refused(StartupFailure failure) {
    System.err.println(NAME + ": " + failure.getMessage());
    return 1;
  }

  private static ConfigurableApplicationContext open(Class<?> server, String[] args) {
    SpringApplication application = new SpringApplication(server);
    application.setWebApplicationType(WebApplicationType.NONE);
    application.setLazyInitialization(true); // nothing is made but what this needs
    return application.run(
        Arrays.stream(args).skip(1).filter(arg -> !arg.startsWith(FILE)).toArray(String[]::new));
  }

  private static String password(String[] args, InputStream in) {
    Optional<String> file =
        Arrays.stream(args)
            .filter(arg -> arg.startsWith(FILE))
            .map(arg -> arg.substring(FILE.length()))
            .findFirst();
    try (InputStream source = file.isEmpty() ? in : Files.newInputStream(Path.of(file.get()))) {
      String text = new String(source.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
      return text.replaceFirst("\\r?\\n\\z", ""); // as echo and editors end a line
    } catch (IOException | InvalidPathException e) {
      throw new StartupFailure(
          "The new password for root cannot be read from " + file.orElse("the standard input"), e);
    }
  }
}
