package dev.milvusaccess.server.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.compatibility.Divergences.Kind;
import dev.milvusaccess.server.testing.SeenAnswer;
import dev.milvusaccess.server.testing.SeenAnswer.Difference;
import dev.milvusaccess.server.testing.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Sends what was sent to a real Milvus, in the same order, to a fresh server. Each answer is the
 * same, or stands in {@code divergences.yaml}; and what stands there does differ, in just that.
 */
abstract class RecordedMilvusSuite {

  private final String version;
  private final TestServer server;

  RecordedMilvusSuite(String version, TestServer server) {
    this.version = version;
    this.server = server;
  }

  /** As Milvus is when it was just installed. */
  static TestServer fresh() {
    return TestServer.embedded().with("milvus-access.root-password=Milvus");
  }

  @Test
  void answersAsMilvusDidOrSaysWhyNot() {
    TreeMap<Integer, Difference> meant = new TreeMap<>();
    Divergences.read()
        .divergences()
        .forEach(
            divergence ->
                divergence
                    .rowsOf(version)
                    .forEach(
                        row ->
                            assertThat(meant.put(row, divergence.differs()))
                                .as("row %d is listed once", row)
                                .isNull()));
    Set<Integer> clearer =
        Divergences.read().divergences().stream()
            .filter(one -> one.kind() == Kind.CLEARER && one.differs() == Difference.TEXT)
            .flatMap(one -> one.rowsOf(version).stream())
            .collect(Collectors.toSet());
    List<String> wrong = new ArrayList<>();
    for (RecordedRequest request : RecordedRequest.of(version)) {
      SeenAnswer ours = RawCall.send(server.endpoint(), request);
      Optional<Difference> difference = ours.differenceTo(request.seen());
      if (clearer.contains(request.number()) && !ours.meansTheSameAs(request.seen())) {
        wrong.add(request + " is answered with another meaning: " + ours);
      }
      if (!difference.equals(Optional.ofNullable(meant.get(request.number())))) {
        wrong.add(
            "%s%n  differs in %s, meant to differ in %s%n  Milvus: %s%n  ours:   %s"
                .formatted(
                    request,
                    difference.map(Enum::name).orElse("nothing"),
                    meant.get(request.number()),
                    request.seen(),
                    ours));
      }
    }
    assertThat(wrong).as("%d answers", wrong.size()).isEmpty();
  }
}
