package dev.milvusaccess.server.testing;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.ValidationReport;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingRequestWrapper;
import org.springframework.web.util.ContentCachingResponseWrapper;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Holds every exchange of the tests against the contract. An answer must be one that the contract
 * describes. A request that breaks the contract must not be answered with success, unless it does
 * so in a way that the contract says is overlooked.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class ContractFilter extends OncePerRequestFilter {

  private static final OpenApiInteractionValidator VALIDATOR =
      OpenApiInteractionValidator.createForInlineApiSpecification(ContractCoverage.yaml()).build();

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final Set<String> OVERLOOKED =
      Set.of(
          "validation.request.accept.notAllowed",
          "validation.request.accept.invalid",
          "validation.request.body.schema.additionalProperties");

  private final Queue<String> deviations = new ConcurrentLinkedQueue<>();

  /** What deviated since the last call. */
  List<String> takeDeviations() {
    List<String> taken = List.copyOf(deviations);
    deviations.clear();
    return taken;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    ContentCachingRequestWrapper req = new ContentCachingRequestWrapper(request, 1 << 21);
    ContentCachingResponseWrapper res = new ContentCachingResponseWrapper(response);
    chain.doFilter(req, res); // what escapes is answered outside of the filters
    check(req, res);
    res.copyBodyToResponse();
  }

  private void check(ContentCachingRequestWrapper req, ContentCachingResponseWrapper res) {
    String path = req.getRequestURI();
    if (!ContractCoverage.operations().containsKey(path) || !"POST".equals(req.getMethod())) {
      return;
    }
    ContractCoverage.saw(path, res.getStatus());
    String answer = new String(res.getContentAsByteArray(), StandardCharsets.UTF_8);
    SimpleResponse.Builder response =
        SimpleResponse.Builder.status(res.getStatus()).withBody(answer);
    if (res.getContentType() != null) {
      response.withContentType(res.getContentType());
    }
    for (String name : res.getHeaderNames()) {
      if (!name.equalsIgnoreCase(HttpHeaders.CONTENT_TYPE)) {
        response.withHeader(name, List.copyOf(res.getHeaders(name)));
      }
    }
    report(path, answer, VALIDATOR.validateResponse(path, Request.Method.POST, response.build()));
    if (answer.startsWith("{\"code\":0,")) {
      report(path, answer, VALIDATOR.validateRequest(requestOf(path, req)));
    }
  }

  private static SimpleRequest requestOf(String path, ContentCachingRequestWrapper req) {
    SimpleRequest.Builder request =
        SimpleRequest.Builder.post(path)
            .withBody(asTheContractReadsIt(req.getContentAsByteArray()));
    for (String name : Collections.list(req.getHeaderNames())) {
      if (!name.equalsIgnoreCase(HttpHeaders.CONTENT_TYPE)) {
        request.withHeader(name, Collections.list(req.getHeaders(name)));
      }
    }
    // Whatever it says, the body is JSON; the validator would take a form for a form.
    request.withContentType(MediaType.APPLICATION_JSON_VALUE);
    return request.build();
  }

  /**
   * The contract says that a field which is null or empty counts as absent, that the case of a name
   * means nothing, and that null is an empty object.
   */
  private static String asTheContractReadsIt(byte[] body) {
    ObjectNode read = JSON.createObjectNode();
    JsonNode json = JSON.readTree(body);
    for (Map.Entry<String, JsonNode> field : json.properties()) {
      JsonNode value = field.getValue();
      if (!value.isNull() && !(value.isString() && value.asString().isEmpty())) {
        String name = field.getKey();
        read.set(
            ContractCoverage.fields().getOrDefault(name.toLowerCase(Locale.ROOT), name), value);
      }
    }
    return json.isObject() || json.isNull() ? read.toString() : json.toString();
  }

  private void report(String path, String answer, ValidationReport report) {
    for (ValidationReport.Message message : report.getMessages()) {
      boolean ignoredTimeout =
          message.getContext().flatMap(ValidationReport.MessageContext::getParameter).stream()
              .anyMatch(parameter -> parameter.getName().equals("Request-Timeout"));
      if (!OVERLOOKED.contains(message.getKey()) && !ignoredTimeout) {
        deviations.add(
            "%s: %s (%s) in %s".formatted(path, message.getMessage(), message.getKey(), answer));
      }
    }
  }
}
