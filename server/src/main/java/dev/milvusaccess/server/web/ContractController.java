package dev.milvusaccess.server.web;

import dev.milvusaccess.server.contract.Contract;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.util.DigestUtils;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.bind.annotation.GetMapping;
import tools.jackson.databind.json.JsonMapper;

/** Serves the contract, and leads a browser that asks for nothing in particular to its page. */
@Controller
class ContractController {

  private final SingletonSupplier<ResponseEntity<byte[]>> yaml;
  private final SingletonSupplier<ResponseEntity<byte[]>> json;

  ContractController(Contract contract, JsonMapper mapper) {
    yaml = SingletonSupplier.of(() -> document(MediaType.APPLICATION_YAML, bytes(contract)));
    json =
        SingletonSupplier.of(
            () ->
                document(MediaType.APPLICATION_JSON, mapper.writeValueAsBytes(contract.content())));
  }

  @GetMapping("/openapi.yaml")
  ResponseEntity<byte[]> yaml() {
    return yaml.obtain();
  }

  /** The same in the notation that some tools insist on. */
  @GetMapping("/openapi.json")
  ResponseEntity<byte[]> json() {
    return json.obtain();
  }

  @GetMapping(path = "/", produces = MediaType.TEXT_HTML_VALUE)
  String page() {
    return "redirect:/swagger-ui/index.html";
  }

  private static ResponseEntity<byte[]> document(MediaType type, byte[] bytes) {
    return ResponseEntity.ok()
        .contentType(type)
        .cacheControl(CacheControl.noCache())
        .eTag(DigestUtils.md5DigestAsHex(bytes)) // tells versions apart, and proves nothing
        .body(bytes);
  }

  private static byte[] bytes(Contract contract) {
    try {
      return contract.document().getContentAsByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
