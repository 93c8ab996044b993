package dev.milvusaccess.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandInProgramIT {

  private static final HttpClient NETWORK = HttpClient.newHttpClient();

  private Process program;

  @AfterEach
  void end() {
    if (program != null) {
      program.destroyForcibly();
    }
  }

  private URI start(String... options) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", // ready soon
                "-cp",
                System.getProperty("java.class.path"),
                StandInProgram.class.getName()));
    command.addAll(Arrays.asList(options));
    program = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    return URI.create(
        new BufferedReader(new InputStreamReader(program.getInputStream(), StandardCharsets.UTF_8))
            .readLine());
  }

  private static String send(String method, URI at, String path, String body)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        NETWORK.send(
            HttpRequest.newBuilder(at.resolve(path))
                .method(method, BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString());
    return response.statusCode() + " " + response.body();
  }

  @Test
  void isControlledOverTheNetwork() throws Exception {
    URI address =
        start(
            "--user=alice:secret-1:reader",
            "--role=reader:team,Insert",
            "--privilege-group=team:Query");

    assertThat(HttpAnswer.of(address, "users/describe", "{\"userName\":\"alice\"}").body())
        .isEqualTo("{\"code\":0,\"data\":[\"reader\"],\"description\":\"\"}");
    assertThat(
            send(
                "POST",
                address,
                "/stand-in/faults",
                "{\"fault\":\"unavailable\",\"on\":[\"users/drop\"],\"times\":1,\"afterCommit\":true}"))
        .isEqualTo("200 {}");
    assertThat(HttpAnswer.of(address, "users/drop", "{\"userName\":\"alice\"}").status())
        .isEqualTo(503);
    assertThat(HttpAnswer.of(address, "users/list", "{}").body())
        .isEqualTo("{\"code\":0,\"data\":[\"root\"]}");
    assertThat(send("GET", address, "/stand-in/journal", ""))
        .startsWith("200 [{")
        .contains(
            "\"operation\":\"users/drop\",\"caller\":\"root\",\"user\":\"alice\","
                + "\"body\":\"{\\\"userName\\\":\\\"alice\\\"}\",\"status\":503,\"code\":2,"
                + "\"fault\":\"unavailable after commit\"}");

    assertThat(send("POST", address, "/stand-in/reset", "")).isEqualTo("200 {}");

    assertThat(HttpAnswer.of(address, "users/list", "{}").body())
        .isEqualTo("{\"code\":0,\"data\":[\"alice\",\"root\"]}");
    assertThat(send("POST", address, "/stand-in/faults", "{\"fault\":\"fire\"}"))
        .isEqualTo(
            "400 {\"message\":\"There is no fault \\\"fire\\\"; the faults are code, denied and cut, hang,"
                + " rateLimited, successIs200, timeout, unauthenticated, unavailable\"}");
    assertThat(send("GET", address, "/stand-in/reset", ""))
        .isEqualTo(
            "404 {\"message\":\"The operations are POST reset, GET journal and POST faults, not GET reset\"}");

    program.getOutputStream().close();
    assertThat(program.waitFor()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --colour=red   | There is no option --colour; see --help
          --user=alice   | Write this as --user=NAME:PASSWORD[:ROLE,...]; see --help
          --like=2.5     | Write this as --like=2.6 or --like=3.0; see --help
          --port=70000   | Write this as --port=PORT; see --help
          --user=root:a  | root exists on every server, with the password Milvus; see --help
          """)
  void saysWhatItDoesNotUnderstand(String option, String message) throws Exception {
    ByteArrayOutputStream err = new ByteArrayOutputStream();

    assertThat(
            StandInProgram.run(
                new String[] {option},
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8)))
        .isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8).strip()).isEqualTo(message);
  }
}
