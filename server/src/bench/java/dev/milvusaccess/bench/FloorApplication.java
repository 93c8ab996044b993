package dev.milvusaccess.bench;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * The floor: what Spring Boot alone needs to parse the same body and to answer the same words. It
 * asks for no credential, decides nothing and keeps nothing.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(FloorApplication.Drop.class)
public class FloorApplication {

  public static void main(String[] args) {
    SpringApplication.run(FloorApplication.class, args);
  }

  record Request(String userName) {}

  record Answer(int code, Map<String, String> data) {}

  @RestController
  static class Drop {

    private static final Answer DONE = new Answer(0, Map.of());

    @PostMapping("/v2/vectordb/users/*")
    Answer drop(@RequestBody Request request) {
      if (request.userName() == null) {
        throw new IllegalArgumentException("The body was not parsed");
      }
      return DONE;
    }
  }
}
