package dev.milvusaccess.server.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.javapoet.ClassName;

/** What the build says of the bean definitions that it made. */
class BuildTimeRecordTest {

  @Test
  void withoutSettingsItSaysWhichThreadsTheyAreFor() throws Exception {
    assertThat(recordOfABuildWith(Map.of())).isEqualTo("PLATFORM");
  }

  /** Written all the same, because that of an earlier build would stay. */
  @Test
  void withSettingsThatBeansDependOnTheyFitNoServer() throws Exception {
    assertThat(recordOfABuildWith(Map.of("management.endpoints.web.exposure.include", "health")))
        .isEqualTo("NONE");
  }

  private static String recordOfABuildWith(Map<String, Object> settings) throws IOException {
    StandardEnvironment environment = new StandardEnvironment();
    environment.getPropertySources().addFirst(new MapPropertySource("the person's", settings));
    environment
        .getPropertySources()
        .addLast(
            new MapPropertySource(
                "class path resource [application.yaml]", Map.of("management.server.port", "1")));
    DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
    beans.registerSingleton("environment", environment);
    InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
    new BuildTimeRecord()
        .processAheadOfTime(beans)
        .applyTo(
            new DefaultGenerationContext(
                new ClassNameGenerator(ClassName.get("dev.milvusaccess", "Any")), files),
            null);
    return files.getGeneratedFileContent(Kind.RESOURCE, "META-INF/milvus-access/build-time-beans");
  }
}
