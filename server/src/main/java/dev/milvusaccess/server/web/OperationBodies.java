package dev.milvusaccess.server.web;

import dev.milvusaccess.server.contract.BodyFields;
import dev.milvusaccess.server.contract.Contract;
import dev.milvusaccess.server.contract.Operation;
import dev.milvusaccess.server.errors.ErrorCode;
import dev.milvusaccess.server.errors.RefusedException;
import dev.milvusaccess.server.generated.api.UsersApi;
import java.lang.reflect.Executable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.util.ObjectUtils;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the body of an operation, and refuses one in which a field is absent, null or empty that
 * the contract requires. Bean Validation is not asked, because it would apply the other rules of
 * the schemas at the same time, and those come after the privilege in Milvus. Spring's own way to a
 * body looks for the right converter in each request; here it is JSON, and in memory.
 */
class OperationBodies implements HandlerMethodArgumentResolver {

  private record Expected(Operation operation, ObjectReader reader) {}

  private final Contract contract;
  private final JsonMapper json;
  private final Map<Executable, Expected> expected = new ConcurrentHashMap<>();

  OperationBodies(Contract contract, JsonMapper json) {
    this.contract = contract;
    this.json = json;
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return isOfOperation(parameter) && parameter.hasParameterAnnotation(RequestBody.class);
  }

  /** Whether the method was generated from the contract; there are others, such as endpoints. */
  static boolean isOfOperation(MethodParameter parameter) {
    return parameter.getDeclaringClass().getPackage() == UsersApi.class.getPackage();
  }

  /**
   * Reads the body.
   *
   * @throws RefusedException if it is not what the contract says
   */
  @Override
  public Object resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest request,
      @Nullable WebDataBinderFactory binders) {
    byte[] received =
        (byte[]) request.getAttribute(LenientBodyFilter.BODY, RequestAttributes.SCOPE_REQUEST);
    if (received == null || received.length == 0) {
      throw BodyErrors.empty();
    }
    Expected wanted = expected.computeIfAbsent(parameter.getExecutable(), any -> expect(parameter));
    Object body = read(wanted.reader(), received);
    requireFields(wanted.operation(), body);
    return body;
  }

  private Expected expect(MethodParameter parameter) {
    return new Expected(
        contract.operation(parameter.getExecutable().getName()),
        json.readerFor(json.constructType(parameter.getGenericParameterType())));
  }

  private static Object read(ObjectReader reader, byte[] bytes) {
    try {
      Object body = reader.readValue(bytes);
      return body == null ? reader.readValue("{}") : body; // the literal null counts as {}
    } catch (InvalidDefinitionException e) {
      throw e; // not the caller's fault
    } catch (JacksonException e) {
      throw BodyErrors.explain(e);
    }
  }

  private static void requireFields(Operation operation, Object body) {
    for (String field : operation.requiredFields()) {
      if (isMissing(body, field)) {
        throw missing(
            operation.requestName(),
            operation.requiredFields().stream().filter(each -> isMissing(body, each)).toList());
      }
    }
  }

  private static boolean isMissing(Object body, String field) {
    return ObjectUtils.isEmpty(BodyFields.value(body, field));
  }

  /** In the words of Milvus's validator, which names the fields as Go does. */
  private static RefusedException missing(String request, List<String> fields) {
    String complaints =
        fields.stream()
            .map(StringUtils::capitalize)
            .map(
                field ->
                    "Key: '%s.%s' Error:Field validation for '%s' failed on the 'required' tag"
                        .formatted(request, field, field))
            .collect(Collectors.joining("\n"));
    return new RefusedException(
        ErrorCode.MISSING_PARAMETER, ErrorCode.MISSING_PARAMETER.text() + ", error: " + complaints);
  }
}
