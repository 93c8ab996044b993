package dev.milvusaccess.server.web;

import static dev.milvusaccess.server.testing.Answer.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.Answer;
import dev.milvusaccess.server.testing.SourceAddress;
import dev.milvusaccess.server.testing.TestServer;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileCallersTest {

  @RegisterExtension static final TestServer SERVER = TestServer.embedded();

  private static int port() {
    return URI.create(SERVER.endpoint()).getPort();
  }

  private static String head(String rest) {
    return "POST /v2/vectordb/users/list HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
        + SERVER.rootToken()
        + "\r\n"
        + rest;
  }

  private static void assertServerGoesOn() {
    assertThat(SERVER.root().isLetIn()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 30})
  void aBodyThatNeverComesIsAnsweredSoon(int timeout) {
    long start = System.nanoTime();
    SourceAddress.exchange(
            "127.0.0.1",
            port(),
            head(
                "Request-Timeout: %d\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{"
                    .formatted(timeout)))
        .is(408, error(10001, "request timeout"));
    assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
    assertServerGoesOn();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: -1\r\n\r\n",
        "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz\r\n",
        "Bad Header\r\n\r\n"
      })
  void brokenFramingIsRefused(String rest) {
    assertThat(SourceAddress.exchange("127.0.0.1", port(), head(rest)).status()).isEqualTo(400);
    assertServerGoesOn();
  }

  /** Tomcat refuses them by itself, before any filter sees them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "HELLO\r\n\r\n",
        "POST / HTTP/1.1\r\n\r\n",
        "POST / HTTP/3.0\r\nHost: localhost\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: localhost\r\nExpect: 200-maybe\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: identity\r\n\r\n"
      })
  void aRequestThatIsNotHttpIsRefused(String request) {
    Answer answer =
        SourceAddress.exchange("127.0.0.1", port(), request)
            .is(400, error(65535, "this is not a valid HTTP request"));
    assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TRACE /v2/vectordb/users/drop",
        "CONNECT /v2/vectordb/users/drop",
        "CONNECT localhost:19530"
      })
  void aMethodThatTomcatRefusesIsNotAllowed(String request) {
    Answer answer =
        SourceAddress.exchange(
                "127.0.0.1",
                port(),
                request
                    + " HTTP/1.1\r\nHost: localhost:19530\r\nX-Request-Id: seen\r\n"
                    + "Connection: close\r\n\r\n")
            .is(405, error(65535, "only POST is allowed"));
    assertThat(answer.headers().firstValue("Allow")).hasValue("POST");
    assertThat(answer.headers().firstValue("X-Request-Id")).hasValue("seen");
  }

  @Test
  void manyIdleConnectionsHurtNobody() throws Exception {
    List<Socket> idle = new ArrayList<>();
    try {
      for (int i = 0; i < 500; i++) {
        idle.add(new Socket(InetAddress.getByName("127.0.0.1"), port()));
      }
      assertServerGoesOn();
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 32, 33, 255, 256, 10_000})
  void namesOfAnyLengthAreAnswered(int length) {
    String name = "n".repeat(length);
    SERVER.root().call("users/drop", "userName", name).isDone();
    assertThat(SERVER.root().call("users/describe", "userName", name).code())
        .isEqualTo(length <= 32 ? 0 : 1100);
    assertThat(SERVER.root().call("roles/create", "roleName", name).code())
        .isEqualTo(length <= 255 ? 0 : 1100);
    if (length < 5000) {
      SERVER.root().as(name, "password").call("users/list").isUnauthenticated();
    }
  }
}
