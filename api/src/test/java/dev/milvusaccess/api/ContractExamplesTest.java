package dev.milvusaccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.MessageResolver;
import com.atlassian.oai.validator.report.ValidationReport;
import com.atlassian.oai.validator.schema.SchemaValidator;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example of the contract is what its schema says. */
class ContractExamplesTest {

  record Sample(String where, Schema<?> schema, Object value) {
    @Override
    public String toString() {
      return where;
    }
  }

  private static final OpenAPI CONTRACT = parse(ContractFile.read());

  static Stream<Sample> samples() {
    List<Sample> samples = new ArrayList<>();
    CONTRACT
        .getPaths()
        .forEach(
            (path, item) -> {
              var operation = item.getPost();
              collect(samples, path + " request", operation.getRequestBody().getContent());
              operation
                  .getResponses()
                  .forEach(
                      (status, response) ->
                          collect(samples, path + " " + status, response.getContent()));
            });
    return samples.stream();
  }

  private static void collect(List<Sample> samples, String where, @Nullable Content content) {
    if (content == null) {
      return;
    }
    var json = content.get("application/json");
    json.getExamples()
        .forEach(
            (name, example) ->
                samples.add(new Sample(where + " " + name, json.getSchema(), example.getValue())));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void anExampleIsValid(Sample sample) throws Exception {
    assertThat(validate(sample.schema(), sample.value())).isEmpty();
  }

  @Test
  void anInvalidExampleIsFound() throws Exception {
    Schema<?> schema =
        new OpenAPIV3Parser()
            .readContents(ContractFile.read())
            .getOpenAPI()
            .getComponents()
            .getSchemas()
            .get("ErrorResponse");

    assertThat(validate(schema, java.util.Map.of("code", "not a number"))).hasSize(2);
  }

  private static List<String> validate(Schema<?> schema, Object value) throws Exception {
    SchemaValidator validator =
        new SchemaValidator(CONTRACT, new MessageResolver(LevelResolver.create().build()));
    String json = Json.mapper().writeValueAsString(value);
    return validator
        .validate(() -> Json.mapper().readTree(json), schema, null)
        .getMessages()
        .stream()
        .map(ValidationReport.Message::getMessage)
        .toList();
  }

  private static OpenAPI parse(String yaml) {
    ParseOptions options = new ParseOptions();
    options.setResolve(true);
    options.setResolveFully(true);
    return new OpenAPIV3Parser().readContents(yaml, null, options).getOpenAPI();
  }
}
