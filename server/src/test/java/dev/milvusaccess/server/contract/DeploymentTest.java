package dev.milvusaccess.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The image, the compose file and its nginx say what the README says, and expose nothing else. */
class DeploymentTest {

  private static final Pattern PINNED = Pattern.compile(".+:.+@sha256:[0-9a-f]{64}");

  private static Map<String, Map<String, Object>> services() throws IOException {
    Map<String, Map<String, Map<String, Object>>> file =
        new Yaml().load(Files.readString(Path.of("compose.yaml")));
    return file.get("services");
  }

  @Test
  void onlyNginxIsReachedFromOutsideAndOnlyFromThisMachine() throws Exception {
    assertThat(services())
        .containsOnlyKeys("nginx", "node1", "node2", "node3", "primary", "standby")
        .allSatisfy(
            (name, service) ->
                assertThat(service.get("ports"))
                    .as(name)
                    .isEqualTo(name.equals("nginx") ? List.of("127.0.0.1:19530:19530") : null));
  }

  @Test
  void imagesOfOthersArePinned() throws Exception {
    assertThat(services())
        .allSatisfy(
            (name, service) -> {
              if (!"milvus-access".equals(service.get("image"))) {
                assertThat(service.get("image").toString()).as(name).matches(PINNED);
              }
            });
    List<String> bases =
        Files.readAllLines(Path.of("Dockerfile")).stream()
            .filter(line -> line.startsWith("FROM "))
            .map(line -> line.split(" ", -1)[1])
            .toList();
    assertThat(bases).hasSize(3).allMatch(base -> PINNED.matcher(base).matches());
  }

  /** In place of the addresses of the README are the names of the nodes. */
  @Test
  void nginxHasTheLinesOfTheReadme() throws Exception {
    Matcher readme =
        Pattern.compile("```nginx\n.*?http \\{\n(.*?)\n}\n```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("..", "README.md")));
    assertThat(readme.find()).isTrue();
    List<String> expected =
        readme
            .group(1)
            .replaceAll("127\\.0\\.0\\.1:1953([1-3])", "node$1:19530")
            .lines()
            .map(String::strip)
            .toList();

    assertThat(
            Files.readAllLines(Path.of("src", "deploy", "nginx.conf")).stream()
                .filter(line -> !line.startsWith("#"))
                .map(String::strip)
                .toList())
        .isEqualTo(expected);
  }
}
