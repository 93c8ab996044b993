package dev.milvusaccess.api;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules that the contract keeps beyond being valid OpenAPI. Reports every breach at once. */
final class ContractLint {

  /** What every operation can really answer; a missing one is a breach. */
  private static final Set<String> STATUSES =
      Set.of("200", "400", "401", "403", "408", "413", "429", "500", "503");

  private static final Pattern OPERATION_ID =
      Pattern.compile("(create|list|describe|drop|update|alter|grant|revoke|add|remove)[A-Z]\\w+");
  private static final Pattern REFERENCE = Pattern.compile("#/components/(\\w+)/(\\w+)");

  private final String yaml;
  private final OpenAPI contract;
  private final List<String> breaches;

  private ContractLint(String yaml) {
    this.yaml = yaml;
    ParseOptions options = new ParseOptions();
    options.setResolve(true);
    SwaggerParseResult result = new OpenAPIV3Parser().readContents(yaml, null, options);
    this.contract = result.getOpenAPI();
    this.breaches = new ArrayList<>(result.getMessages());
  }

  static List<String> breachesOf(String yaml) {
    ContractLint lint = new ContractLint(yaml);
    if (lint.contract != null && lint.contract.getPaths() != null) {
      lint.check();
    }
    return List.copyOf(lint.breaches);
  }

  private void check() {
    require(isPresent(contract.getInfo().getDescription()), "info has no description");
    Set<String> operationIds = new HashSet<>();
    contract
        .getPaths()
        .forEach(
            (path, item) ->
                item.readOperationsMap()
                    .forEach(
                        (method, operation) -> {
                          checkOperation(method + " " + path, operation);
                          require(
                              operationIds.add(String.valueOf(operation.getOperationId())),
                              method + " " + path + ": operationId is not unique");
                        }));
    contract.getComponents().getSchemas().forEach(this::checkSchema);
    checkNamesDoNotCollide(operationIds);
    checkEveryComponentIsUsed();
  }

  /** Generators call the answer of an operation like this, so no schema may. */
  private void checkNamesDoNotCollide(Set<String> operationIds) {
    for (String id : operationIds) {
      String taken = Character.toUpperCase(id.charAt(0)) + id.substring(1) + "Response";
      require(
          !contract.getComponents().getSchemas().containsKey(taken),
          "schema " + taken + ": the name is that of an operation's answer");
    }
  }

  private void checkOperation(String where, Operation operation) {
    String id = operation.getOperationId();
    require(
        id != null && OPERATION_ID.matcher(id).matches(), where + ": operationId is no verb-noun");
    require(isPresent(operation.getSummary()), where + ": no summary");
    require(isPresent(operation.getDescription()), where + ": no description");
    require(
        operation.getTags() != null && operation.getTags().size() == 1, where + ": not one tag");
    checkRequiredPrivilege(where, operation);
    for (Parameter declared : orEmpty(operation.getParameters())) {
      Parameter parameter = resolve(declared);
      require(isPresent(parameter.getDescription()), where + ": parameter without description");
      require(parameter.getExample() != null, where + ": parameter without example");
    }
    if (operation.getRequestBody() == null) {
      breaches.add(where + ": no request body");
    } else {
      var body = operation.getRequestBody();
      if (body.get$ref() != null) {
        body = contract.getComponents().getRequestBodies().get(nameOf(body.get$ref()));
      }
      require(Boolean.TRUE.equals(body.getRequired()), where + ": the body is not required");
      require(isPresent(body.getDescription()), where + ": the body has no description");
      require(
          body.getContent().containsKey("*/*"), where + ": the body is not read whatever its type");
      checkExamples(where + " request", body.getContent());
    }
    checkResponses(where, operation);
  }

  private void checkRequiredPrivilege(String where, Operation operation) {
    Object extension =
        operation.getExtensions() == null
            ? null
            : operation.getExtensions().get("x-required-privilege");
    if (!(extension instanceof Map<?, ?> privilege
        && privilege.containsKey("objectType")
        && privilege.containsKey("privilege"))) {
      breaches.add(where + ": no x-required-privilege with objectType and privilege");
      return;
    }
    String sentence =
        "Required privilege: `%s` (object type `%s`)%s"
            .formatted(
                privilege.get("privilege"),
                privilege.get("objectType"),
                privilege.containsKey("exemption") ? ", none for one's own account." : ".");
    require(
        String.valueOf(operation.getDescription()).strip().endsWith(sentence),
        where + ": the description does not end with: " + sentence);
  }

  private void checkResponses(String where, Operation operation) {
    Set<String> missing = new TreeSet<>(STATUSES);
    missing.removeAll(operation.getResponses().keySet());
    require(missing.isEmpty(), where + ": no response for " + missing);
    operation
        .getResponses()
        .forEach(
            (status, declared) -> {
              ApiResponse response = resolve(declared);
              String answer = where + " " + status;
              require(isPresent(response.getDescription()), answer + ": no description");
              checkExamples(answer, response.getContent());
              require(
                  response.getHeaders() != null
                      && response.getHeaders().containsKey("X-Request-Id"),
                  answer + ": no X-Request-Id");
            });
  }

  private void checkExamples(String where, @Nullable Content content) {
    MediaType json = content == null ? null : content.get("application/json");
    if (json == null || json.getExamples() == null || json.getExamples().isEmpty()) {
      breaches.add(where + ": no example");
      return;
    }
    for (Map.Entry<String, Example> example : json.getExamples().entrySet()) {
      require(
          isPresent(example.getValue().getSummary()),
          where + ": example " + example.getKey() + " has no summary");
    }
  }

  private void checkSchema(String name, Schema<?> schema) {
    require(isPresent(schema.getDescription()), "schema " + name + ": no description");
    if (!"object".equals(schema.getType())) {
      require(schema.getExample() != null, "schema " + name + ": no example");
    }
    if (schema.getProperties() == null) {
      return;
    }
    schema
        .getProperties()
        .forEach(
            (field, property) -> {
              String where = "schema " + name + "." + field;
              require(
                  property.get$ref() != null || isPresent(property.getDescription()),
                  where + ": no description");
              if (isSecret(field)) {
                Schema<?> target = resolve(property);
                require(
                    "password".equals(target.getFormat())
                        && Boolean.TRUE.equals(target.getWriteOnly()),
                    where + ": a secret must have format password and be writeOnly");
                require(name.endsWith("Request"), where + ": a secret outside a request");
              }
            });
  }

  private void checkEveryComponentIsUsed() {
    Set<String> used = new HashSet<>();
    Matcher references = REFERENCE.matcher(yaml);
    while (references.find()) {
      used.add(references.group(1) + "/" + references.group(2));
    }
    var components = contract.getComponents();
    checkUsed(used, "schemas", components.getSchemas());
    checkUsed(used, "responses", components.getResponses());
    checkUsed(used, "parameters", components.getParameters());
    checkUsed(used, "requestBodies", components.getRequestBodies());
    checkUsed(used, "headers", components.getHeaders());
    checkUsed(used, "examples", components.getExamples());
  }

  private void checkUsed(Set<String> used, String kind, @Nullable Map<String, ?> components) {
    if (components != null) {
      for (String name : components.keySet()) {
        require(used.contains(kind + "/" + name), "component " + kind + "/" + name + ": not used");
      }
    }
  }

  private Parameter resolve(Parameter parameter) {
    return parameter.get$ref() == null
        ? parameter
        : contract.getComponents().getParameters().get(nameOf(parameter.get$ref()));
  }

  private ApiResponse resolve(ApiResponse response) {
    return response.get$ref() == null
        ? response
        : contract.getComponents().getResponses().get(nameOf(response.get$ref()));
  }

  private Schema<?> resolve(Schema<?> schema) {
    return schema.get$ref() == null
        ? schema
        : contract.getComponents().getSchemas().get(nameOf(schema.get$ref()));
  }

  private static String nameOf(String reference) {
    return reference.substring(reference.lastIndexOf('/') + 1);
  }

  private static boolean isSecret(String field) {
    return field.toLowerCase(java.util.Locale.ROOT).contains("password");
  }

  private static boolean isPresent(@Nullable String text) {
    return text != null && !text.isBlank();
  }

  private static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }

  private void require(boolean kept, String breach) {
    if (!kept) {
      breaches.add(breach);
    }
  }
}
