package dev.milvusaccess.server.privileges;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code privilege-catalogue.yaml} as it is written. */
record CatalogueFile(
    Map<String, List<String>> objectTypes,
    Map<String, List<String>> implied,
    List<Group> groups,
    List<Group> firstGroups) {

  /** A group with its own privileges only, and the group that it widens. */
  record Group(
      String name, PrivilegeLevel level, @Nullable String includes, List<String> privileges) {}

  static CatalogueFile read() {
    JsonMapper mapper =
        JsonMapper.builder().enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS).build();
    try (InputStream in = new ClassPathResource("privilege-catalogue.yaml").getInputStream()) {
      Object root = new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
      return mapper.convertValue(root, CatalogueFile.class);
    } catch (IOException e) {
      throw new IllegalStateException("The catalogue is not packaged with the server", e);
    }
  }
}
