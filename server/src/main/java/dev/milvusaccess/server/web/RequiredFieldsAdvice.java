package dev.milvusaccess.server.web;

import dev.milvusaccess.server.contract.BodyFields;
import dev.milvusaccess.server.contract.Contract;
import dev.milvusaccess.server.contract.Operation;
import dev.milvusaccess.server.errors.ErrorCode;
import dev.milvusaccess.server.errors.RefusedException;
import dev.milvusaccess.server.generated.api.UsersApi;
import java.lang.reflect.Type;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.util.ObjectUtils;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Refuses a body in which a field is absent, null or empty that the contract requires. Bean
 * Validation is not asked, because it would apply the other rules of the schemas at the same time,
 * and those come after the privilege in Milvus.
 */
@RestControllerAdvice(basePackageClasses = UsersApi.class) // not the management endpoints
class RequiredFieldsAdvice extends RequestBodyAdviceAdapter {

  private final Contract contract;
  private final JsonMapper json;

  RequiredFieldsAdvice(Contract contract, JsonMapper json) {
    this.contract = contract;
    this.json = json;
  }

  @Override
  public boolean supports(
      MethodParameter parameter,
      Type targetType,
      Class<? extends HttpMessageConverter<?>> converterType) {
    return true;
  }

  @Override
  public Object handleEmptyBody(
      @Nullable Object body,
      HttpInputMessage input,
      MethodParameter parameter,
      Type targetType,
      Class<? extends HttpMessageConverter<?>> converterType) {
    throw BodyErrors.empty();
  }

  @Override
  public Object afterBodyRead(
      @Nullable Object body,
      HttpInputMessage input,
      MethodParameter parameter,
      Type targetType,
      Class<? extends HttpMessageConverter<?>> converterType) {
    if (body == null) { // the literal null, which counts as {}
      return afterBodyRead(
          json.readerFor(json.constructType(targetType)).readValue("{}"),
          input,
          parameter,
          targetType,
          converterType);
    }
    Operation operation = contract.operation(parameter.getExecutable().getName());
    for (String field : operation.requiredFields()) {
      if (isMissing(body, field)) {
        throw missing(
            operation.requestName(),
            operation.requiredFields().stream().filter(each -> isMissing(body, each)).toList());
      }
    }
    return body;
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
