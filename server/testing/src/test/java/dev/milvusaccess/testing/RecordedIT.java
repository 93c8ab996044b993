package dev.milvusaccess.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sends what was sent to real servers, byte by byte. */
class RecordedIT {

  private static final JsonMapper JSON = new JsonMapper();

  /**
   * Where 2.6.19 answered otherwise than 3.0, as {@code divergences.yaml} of the server has it: the
   * rows of the kind "version", and what follows from them.
   */
  private static final String OF_26 =
      "85, 127, 132-133, 136-137, 330-335, 337-339, 341-351, 353-356, 358, 487-488, 491, 493-495,"
          + " 574, 583-584, 597, 615, 617, 619, 621, 623, 625, 627, 629, 631, 633, 635, 637, 639,"
          + " 641, 643, 645, 647, 649, 651, 653, 655, 657, 659, 661, 663, 665, 667, 669, 671, 673,"
          + " 675, 677, 679, 681, 683, 685, 703, 705, 717, 744";

  /** Rights that were granted in the database default: what the enumeration says is not done. */
  private static final String NOT_AS_26 = "509-512";

  @Test
  void answersWhatTheServerAnswersByItself() throws IOException {
    Map<Integer, String> direct = new TreeMap<>();
    ServerProcess server = ServerProcess.start();
    try {
      for (JsonNode request : recorded("3.0.0-beta")) {
        direct.put(request.get("n").asInt(), send(server.address(), request));
      }
    } finally {
      server.close();
    }
    try (StandIn standIn = StandIn.builder().build()) {
      for (JsonNode request : recorded("3.0.0-beta")) {
        assertThat(send(standIn.endpoint(), request))
            .as(request.toString())
            .isEqualTo(direct.get(request.get("n").asInt()));
      }
    }
  }

  @Test
  void answersAs26WhereThatDiffersFrom30() throws IOException {
    Set<Integer> expected = rows(OF_26);
    Set<Integer> wrong = new TreeSet<>();
    Set<Integer> notDone = new TreeSet<>();
    try (StandIn standIn = StandIn.builder().like(MilvusVersion.MILVUS_2_6).build()) {
      for (JsonNode request : recorded("2.6.19")) {
        String answer = send(standIn.endpoint(), request);
        int row = request.get("n").asInt();
        if (!answer.equals(recordedAnswer(request))) {
          (rows(NOT_AS_26).contains(row) ? notDone : wrong).add(row);
        }
      }
    }
    wrong.retainAll(expected);
    assertThat(wrong).isEmpty();
    assertThat(notDone).isEqualTo(rows(NOT_AS_26));
  }

  private static List<JsonNode> recorded(String version) throws IOException {
    String name = "/recorded/milvus-" + version + ".jsonl";
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(RecordedIT.class.getResourceAsStream(name), name),
                StandardCharsets.UTF_8))) {
      return lines.lines().map(JSON::readTree).toList();
    }
  }

  private static Set<Integer> rows(String ranges) {
    return Stream.of(ranges.split(", "))
        .map(range -> range.split("-"))
        .flatMap(
            range ->
                IntStream.rangeClosed(
                        Integer.parseInt(range[0]), Integer.parseInt(range[range.length - 1]))
                    .boxed())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String recordedAnswer(JsonNode request) {
    return request.get("status").asInt() + " " + normal(request.get("answer").toString());
  }

  /** Status and body; the head of an answer has times and ids in it. */
  private static String send(URI endpoint, JsonNode request) throws IOException {
    byte[] body = bytes(request.get("body"));
    StringBuilder head =
        new StringBuilder()
            .append(request.get("method").asString())
            .append(' ')
            .append(request.get("path").asString())
            .append(" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: ")
            .append(body.length)
            .append("\r\n");
    request
        .get("headers")
        .properties()
        .forEach(h -> head.append(h.getKey() + ": " + h.getValue().asString() + "\r\n"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes((head + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    bytes.writeBytes(body);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.getPort())) {
      socket.getOutputStream().write(bytes.toByteArray());
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int end = answer.indexOf("\r\n\r\n");
      return answer.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length())
          + " "
          + normal(unchunked(answer.substring(0, end), answer.substring(end + 4)));
    }
  }

  private static String unchunked(String head, String body) {
    if (!head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked")) {
      return body;
    }
    return Arrays.stream(body.split("\r\n"))
        .filter(line -> !line.matches("[0-9a-fA-F]+"))
        .collect(Collectors.joining());
  }

  /** Grants, and the members of groups, in one order, since theirs means nothing. */
  private static String normal(String body) {
    try {
      JsonNode envelope = JSON.readTree(body);
      JsonNode data = envelope.path("data");
      if (data.isArray()) {
        return envelope.path("code")
            + " "
            + data.valueStream().map(RecordedIT::sorted).sorted().toList();
      }
      if (data.has("privilegeGroups")) {
        return envelope.path("code")
            + " "
            + data.get("privilegeGroups")
                .valueStream()
                .map(
                    group ->
                        group.get("privilegeGroupName").asString()
                            + Stream.of(group.get("privileges").asString().split(","))
                                .sorted()
                                .toList())
                .sorted()
                .toList();
      }
      return sorted(envelope);
    } catch (JacksonException notJson) {
      return body;
    }
  }

  private static String sorted(JsonNode node) {
    return node.isObject()
        ? node.properties().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(Object::toString)
            .toList()
            .toString()
        : node.toString();
  }

  private static byte[] bytes(JsonNode body) {
    if (body.isNull()) {
      return new byte[0];
    }
    return body.isString()
        ? body.asString().getBytes(StandardCharsets.UTF_8)
        : body.get("latin1").asString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
