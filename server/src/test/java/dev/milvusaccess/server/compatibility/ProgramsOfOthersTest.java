package dev.milvusaccess.server.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.Answer;
import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.json.JsonMapper;

/** The requests of programs that manage users of Milvus work unchanged. */
class ProgramsOfOthersTest {

  @RegisterExtension static final TestServer SERVER = TestServer.embedded();

  private static final JsonMapper JSON = new JsonMapper();

  /**
   * What a program sends.
   *
   * @param headers of each request, beside the credential
   */
  record Program(
      String program,
      Map<String, String> headers,
      String user,
      String password,
      List<Request> requests) {

    String[] headerLines() {
      return headers.entrySet().stream()
          .flatMap(header -> Stream.of(header.getKey(), header.getValue()))
          .toArray(String[]::new);
    }

    String filled(Object body) {
      String text = body instanceof String asItIs ? asItIs : JSON.writeValueAsString(body);
      return text.replace("{user}", user).replace("{password}", password);
    }

    @Override
    public String toString() {
      return program;
    }
  }

  /**
   * One request.
   *
   * @param as {@code user} for the new user; null for root
   * @param status what it depends on; null for 200
   * @param code what it depends on; null for 0
   */
  record Request(String call, Object body, String as, Integer status, Integer code) {}

  static Stream<Program> programs() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            ProgramsOfOthersTest.class.getResourceAsStream("/programs-of-others.yaml"))) {
      List<?> all = new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
      return all.stream().map(one -> JSON.convertValue(one, Program.class)).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void itsRequestsWork(Program program) {
    Api root = SERVER.root();
    Api user = root.as(program.user(), program.password());
    for (Request request : program.requests()) {
      Answer answer =
          ("user".equals(request.as()) ? user : root)
              .send(request.call(), program.filled(request.body()), program.headerLines());
      assertThat(answer.status())
          .as(request + " " + answer.body())
          .isEqualTo(Objects.requireNonNullElse(request.status(), 200));
      assertThat(answer.code())
          .as(request + " " + answer.body())
          .isEqualTo(Objects.requireNonNullElse(request.code(), 0));
    }
    assertThat(SERVER.client().users().list()).isEqualTo(List.of("root"));
  }
}
