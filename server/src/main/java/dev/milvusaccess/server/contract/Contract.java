package dev.milvusaccess.server.contract;

import dev.milvusaccess.server.contract.Operation.Access;
import dev.milvusaccess.server.contract.RequiredPrivilege.Exemption;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The contract as the server reads it at start-up, so that what it demands stands in one place:
 * next to the operation, in {@code openapi.yaml}. Immutable.
 */
@Component
public final class Contract {

  private static final Map<String, Exemption> EXEMPTIONS =
      Map.of("ownAccount", Exemption.OWN_ACCOUNT);

  private final Resource document = new ClassPathResource("dev/milvusaccess/api/openapi.yaml");
  private final Map<String, Object> content;
  private final Map<String, Operation> operations;

  /** Reads the packaged contract. */
  public Contract() {
    Map<String, Object> root = load(document);
    this.content = root;
    Map<String, Operation> found = new LinkedHashMap<>();
    map(root.get("paths"))
        .forEach(
            (path, item) -> {
              Operation operation = operation(root, path, map(map(item).get("post")));
              found.put(operation.id(), operation);
            });
    this.operations = Map.copyOf(found);
  }

  /** The document itself, byte for byte as it is served. */
  public Resource document() {
    return document;
  }

  /** What the document says: maps, lists, strings, numbers and booleans. Must not be changed. */
  public Map<String, Object> content() {
    return content;
  }

  /** All operations. */
  public Iterable<Operation> operations() {
    return operations.values();
  }

  /**
   * The operation of an {@code operationId}.
   *
   * @throws IllegalArgumentException if the contract has no such operation
   */
  public Operation operation(String id) {
    Operation operation = operations.get(id);
    if (operation == null) {
      throw new IllegalArgumentException("The contract has no operation " + id);
    }
    return operation;
  }

  private static Operation operation(
      Map<String, Object> root, String path, Map<String, Object> definition) {
    Map<String, Object> body = resolve(root, map(definition.get("requestBody")));
    Map<String, Object> json = map(map(body.get("content")).get("application/json"));
    Map<String, Object> schema = resolve(root, map(json.get("schema")));
    return new Operation(
        string(definition, "operationId"),
        path,
        Access.valueOf(string(definition, "x-access").toUpperCase(Locale.ROOT)),
        requiredPrivilege(map(definition.get("x-required-privilege"))),
        (String) schema.getOrDefault("x-milvus-request", ""),
        requiredFields(schema));
  }

  /** Some that must be given are refused by their rule if they are not, and with its code. */
  private static List<String> requiredFields(Map<String, Object> schema) {
    List<String> refusedByRule = strings(schema.get("x-refused-by-rule"));
    return strings(schema.get("required")).stream()
        .filter(field -> !refusedByRule.contains(field))
        .toList();
  }

  private static RequiredPrivilege requiredPrivilege(Map<String, Object> extension) {
    String exemption = (String) extension.get("exemption");
    if (exemption != null && !EXEMPTIONS.containsKey(exemption)) {
      throw new IllegalStateException("The contract names an unknown exemption: " + exemption);
    }
    return new RequiredPrivilege(
        string(extension, "objectType"),
        string(extension, "privilege"),
        (String) extension.get("objectName"),
        exemption == null ? Exemption.NONE : EXEMPTIONS.getOrDefault(exemption, Exemption.NONE));
  }

  private static Map<String, Object> load(Resource document) {
    try (InputStream in = document.getInputStream()) {
      return map(new Yaml(new SafeConstructor(new LoaderOptions())).load(in));
    } catch (IOException e) {
      throw new IllegalStateException("The contract is not packaged with the server", e);
    }
  }

  private static Map<String, Object> resolve(Map<String, Object> root, Map<String, Object> node) {
    if (!(node.get("$ref") instanceof String reference)) {
      return node;
    }
    Map<String, Object> target = root;
    for (String step : reference.substring("#/".length()).split("/", -1)) {
      target = map(target.get(step));
    }
    return target;
  }

  private static String string(Map<String, Object> node, String key) {
    if (node.get(key) instanceof String value) {
      return value;
    }
    throw new IllegalStateException("The contract lacks " + key + " in " + node.keySet());
  }

  @SuppressWarnings("unchecked") // an object of YAML is a map with string keys
  private static Map<String, Object> map(@Nullable Object node) {
    return node == null ? Map.of() : (Map<String, Object>) node;
  }

  @SuppressWarnings("unchecked") // "required" is a list of names
  private static List<String> strings(@Nullable Object node) {
    return node == null ? List.of() : List.copyOf((List<String>) node);
  }
}
