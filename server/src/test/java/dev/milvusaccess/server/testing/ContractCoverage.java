package dev.milvusaccess.server.testing;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;

/** Which (operation, status) pairs of the contract the tests of this run have seen. */
public final class ContractCoverage {

  private static final String KIND = "answers";

  private static final Set<String> SEEN = new ConcurrentSkipListSet<>();
  private static final String YAML = readYaml();
  private static final OpenAPI CONTRACT = parse();
  private static final Map<String, String> FIELDS = fieldsByLowerCase();

  private ContractCoverage() {}

  /** The text of the contract. */
  public static String yaml() {
    return YAML;
  }

  /** The contract, references resolved. */
  public static OpenAPI contract() {
    return CONTRACT;
  }

  /** The operations by their paths. */
  public static Map<String, Operation> operations() {
    Map<String, Operation> operations = new TreeMap<>();
    CONTRACT.getPaths().forEach((path, item) -> operations.put(path, item.getPost()));
    return operations;
  }

  /** The names of the fields of all bodies, by their lower case. */
  static Map<String, String> fields() {
    return FIELDS;
  }

  private static Map<String, String> fieldsByLowerCase() {
    Map<String, String> fields = new TreeMap<>();
    CONTRACT
        .getComponents()
        .getSchemas()
        .values()
        .forEach(
            schema -> {
              Map<String, ?> properties = schema.getProperties();
              if (properties != null) {
                properties
                    .keySet()
                    .forEach(name -> fields.put(name.toLowerCase(Locale.ROOT), name));
              }
            });
    return fields;
  }

  static void saw(String path, int status) {
    String pair = path + " " + status;
    if (SEEN.add(pair)) {
      Observations.note(KIND, pair);
    }
  }

  /** The pairs that the contract promises and no test has seen. */
  public static Set<String> neverSeen() {
    Set<String> missing = new TreeSet<>();
    operations()
        .forEach(
            (path, operation) ->
                operation
                    .getResponses()
                    .keySet()
                    .forEach(status -> missing.add(path + " " + status)));
    missing.removeAll(SEEN);
    missing.removeAll(Observations.ofOthers(KIND));
    return missing;
  }

  private static String readYaml() {
    try (InputStream in =
        ContractCoverage.class.getResourceAsStream("/dev/milvusaccess/api/openapi.yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static OpenAPI parse() {
    ParseOptions options = new ParseOptions();
    options.setResolve(true);
    options.setResolveFully(true);
    return new OpenAPIV3Parser().readContents(YAML, null, options).getOpenAPI();
  }
}
