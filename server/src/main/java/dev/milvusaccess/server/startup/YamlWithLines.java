package dev.milvusaccess.server.startup;

import dev.milvusaccess.server.errors.StartupFailure;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.Resource;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Reads configuration as Spring Boot does, and says in which file and line it is no YAML. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class YamlWithLines extends YamlPropertySourceLoader {

  @Override
  public List<PropertySource<?>> load(String name, Resource resource) throws IOException {
    try {
      return super.load(name, resource);
    } catch (MarkedYAMLException e) {
      Mark place = e.getProblemMark();
      throw new StartupFailure(
          String.format(
              Locale.ROOT,
              "%s is not valid YAML, line %d, column %d: %s",
              resource.isFile() ? resource.getFile() : resource.getDescription(),
              place.getLine() + 1,
              place.getColumn() + 1,
              e.getProblem()),
          e);
    }
  }
}
