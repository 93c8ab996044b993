package dev.milvusaccess.server.web;

import dev.milvusaccess.server.contract.Contract;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import tools.jackson.databind.json.JsonMapper;

/** Serves the contract, and leads a browser that asks for nothing in particular to its page. */
@Controller
class ContractController {

  private final Contract contract;
  private final JsonMapper json;

  ContractController(Contract contract, JsonMapper json) {
    this.contract = contract;
    this.json = json;
  }

  @GetMapping("/openapi.yaml")
  ResponseEntity<byte[]> yaml() throws IOException {
    return document(MediaType.APPLICATION_YAML, contract.document().getContentAsByteArray());
  }

  /** The same in the notation that some tools insist on. */
  @GetMapping("/openapi.json")
  ResponseEntity<byte[]> json() {
    return document(MediaType.APPLICATION_JSON, json.writeValueAsBytes(contract.content()));
  }

  @GetMapping(path = "/", produces = MediaType.TEXT_HTML_VALUE)
  String page() {
    return "redirect:/swagger-ui/index.html";
  }

  private static ResponseEntity<byte[]> document(MediaType type, byte[] bytes) {
    return ResponseEntity.ok()
        .contentType(type)
        .cacheControl(CacheControl.noCache())
        .eTag(HexFormat.of().formatHex(sha256(bytes)))
        .body(bytes);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
