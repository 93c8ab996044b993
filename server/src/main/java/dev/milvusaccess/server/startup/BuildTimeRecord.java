package dev.milvusaccess.server.startup;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.thread.Threading;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * What the bean definitions that the build made depend on, beside settings: whether the Java of the
 * build has virtual threads. Written by the build, into a file beside the definitions; if settings
 * of whoever builds have a say in them, it fits no server. It is written in that case, too, or that
 * of an earlier build would stay. Found by way of {@code aot.factories}.
 */
class BuildTimeRecord implements BeanFactoryInitializationAotProcessor {

  private static final Logger LOG = LoggerFactory.getLogger(BuildTimeRecord.class);

  private static final String FITS_NONE = "NONE";

  private static final String FILE = "META-INF/milvus-access/build-time-beans";

  @Override
  public @Nullable BeanFactoryInitializationAotContribution processAheadOfTime(
      ConfigurableListableBeanFactory beans) {
    if (beans.getParentBeanFactory() != null) {
      return null; // the context of health and metrics is a part of the server's
    }
    ConfigurableEnvironment environment = beans.getBean(ConfigurableEnvironment.class);
    List<String> decisive = DecisiveSettings.in(environment);
    if (!decisive.isEmpty()) {
      LOG.warn("The server will start slowly, because the build found the settings {}", decisive);
    }
    String fitting = decisive.isEmpty() ? threading(environment).name() : FITS_NONE;
    return (context, code) -> context.getGeneratedFiles().addResourceFile(FILE, fitting);
  }

  /** Whether the build's definitions are there, and made for the threads that this server uses. */
  static boolean fits(ConfigurableEnvironment environment) {
    try (InputStream file = BuildTimeRecord.class.getClassLoader().getResourceAsStream(FILE)) {
      return file != null
          && threading(environment)
              .name()
              .equals(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Threading threading(ConfigurableEnvironment environment) {
    return Threading.VIRTUAL.isActive(environment) ? Threading.VIRTUAL : Threading.PLATFORM;
  }
}
