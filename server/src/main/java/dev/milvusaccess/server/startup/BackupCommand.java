package dev.milvusaccess.server.startup;

import dev.milvusaccess.server.errors.StartupFailure;
import dev.milvusaccess.server.store.EmbeddedBackup;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/**
 * {@code milvus-access backup FILE}: finds the store by the settings with which the server does.
 */
public final class BackupCommand {

  private static final String NAME = "backup";
  private static final String CANNOT = "milvus-access cannot back up: ";

  private BackupCommand() {}

  /** Whether that is the first word. */
  public static boolean isAskedFor(String[] args) {
    return args.length > 0 && args[0].equals(NAME);
  }

  /**
   * Makes the backup, or says in one line why there is none.
   *
   * @param args the word, the file, and settings
   * @return the status to exit with: 0 if the backup is on the disk
   */
  public static int run(String[] args, PrintStream out, PrintStream err) {
    if (args.length < 2 || args[1].startsWith("-")) {
      err.println(CANNOT + "a file name is missing, as in: milvus-access backup FILE");
      return 1;
    }
    try (ConfigurableApplicationContext settings = settings(args)) {
      return backUp(settings, Path.of(args[1]), out, err);
    } catch (RuntimeException reported) { // by Boot, as when the server cannot start
      return 1;
    }
  }

  private static ConfigurableApplicationContext settings(String[] args) {
    return new SpringApplicationBuilder(Settings.class)
        .web(WebApplicationType.NONE)
        .run(Arrays.copyOfRange(args, 2, args.length));
  }

  private static int backUp(
      ConfigurableApplicationContext settings, Path file, PrintStream out, PrintStream err) {
    if (settings.getEnvironment().containsProperty("spring.datasource.url")) {
      err.println(
          CANNOT + "the store is a PostgreSQL database; use its own tools, such as pg_dump");
      return 1;
    }
    try {
      settings.getBean(EmbeddedBackup.class).writeTo(file);
      out.println("The store is in " + file);
      return 0;
    } catch (StartupFailure e) {
      err.println(CANNOT + e.getMessage());
      return 1;
    }
  }

  /** The settings of the server, checked as it checks them, and nothing else of it. */
  @EnableConfigurationProperties
  @ConfigurationPropertiesScan("dev.milvusaccess.server")
  @Import({SettingsCheck.class, EmbeddedBackup.class})
  static class Settings {}
}
