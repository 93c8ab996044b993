package dev.milvusaccess.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.Answer;
import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.TestServer;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The security log is on a full disk: that is seen, and the evidence of changes is not lost. */
@EnabledOnOs(OS.LINUX) // which has a file for it
class FullDiskTest {

  @RegisterExtension
  static final TestServer SERVER =
      TestServer.embedded().with("milvus-access.security-log.file=" + linkTo("/dev/full"));

  private static Path linkTo(String full) {
    try {
      Path folder = Files.createTempDirectory("milvus-access-full");
      return Files.createSymbolicLink(folder.resolve("security.json"), Path.of(full));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aLostEventIsSeen() {
    assertThat(health().status()).isEqualTo(200);

    Api alice = SERVER.newUser("alice");
    alice.call("users/list").isDenied("SelectOwnership", "alice");

    health().is(503, "{\"groups\":[\"liveness\",\"readiness\"],\"status\":\"DOWN\"}");
    assertThat(
            SERVER.bean(MeterRegistry.class).counter("milvus.access.security.events.lost").count())
        .isEqualTo(3); // two log-ins and a refusal
    SERVER.root().call("users/drop", "userName", "alice").isDone();
    alice.call("users/list").isUnauthenticated();
  }

  private static Answer health() {
    return Api.send(
        HttpRequest.newBuilder(URI.create(SERVER.managementEndpoint() + "/healthz")).build());
  }
}
