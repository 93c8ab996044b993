package dev.milvusaccess.server.startup;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aot.AotDetector;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.SpringProperties;

/**
 * Has the server start with the bean definitions that the build made, where they are the ones that
 * the start would make: that saves a quarter of the start. Spring evaluates the conditions of such
 * beans in the build, so a setting that a condition asks for would be ignored later on. With such a
 * setting, the definitions are made at the start, as without a build.
 *
 * <p>Where {@code spring.aot.enabled} is set, nothing is decided here.
 *
 * @see <a href="https://docs.spring.io/spring-framework/reference/core/aot.html">Ahead of Time
 *     Optimizations</a>
 */
public final class BuildTimeBeans
    implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

  private static final Logger LOG = LoggerFactory.getLogger(BuildTimeBeans.class);

  @Override
  public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
    if (SpringProperties.getProperty(AotDetector.AOT_ENABLED) != null
        || Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING) // this is the build, once more
        || !BuildTimeRecord.fits(event.getEnvironment())) {
      return;
    }
    List<String> decisive = DecisiveSettings.in(event.getEnvironment());
    if (decisive.isEmpty()) {
      SpringProperties.setFlag(AotDetector.AOT_ENABLED);
      LOG.debug("The bean definitions of the build are used");
    } else {
      LOG.debug("The bean definitions are made anew, because of {}", decisive);
    }
  }
}
