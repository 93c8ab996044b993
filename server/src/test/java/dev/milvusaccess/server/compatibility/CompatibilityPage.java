package dev.milvusaccess.server.compatibility;

import dev.milvusaccess.server.compatibility.Divergences.Divergence;
import dev.milvusaccess.server.compatibility.Divergences.Kind;
import dev.milvusaccess.server.testing.SeenAnswer.Difference;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code server/docs/compatibility.md}, made of {@code divergences.yaml}. */
final class CompatibilityPage {

  /** The versions of which answers were recorded, the newest first. */
  static final List<String> VERSIONS = List.of("3.0.0-beta", "2.6.19");

  private static final Map<Kind, String> HEADINGS =
      Map.of(
          Kind.SAFER, "Safer than Milvus",
          Kind.CLEARER, "Clearer than Milvus",
          Kind.VERSION, "As in 3.0, where 2.6 differs",
          Kind.CONSEQUENCE, "What follows from the others");

  private CompatibilityPage() {}

  static String of(Divergences divergences) {
    StringBuilder page =
        new StringBuilder(
            """
            # How the answers compare with those of a real Milvus

            Real servers were sent %d requests, one after another, starting with an empty store. A test sends the same
            requests to this server and compares status, code, data and message. The order of grants, and of the
            members of a group, is ignored. That test generates this page, which lists every answer that differs.

            | Milvus | same | different status | different code | different data | only different wording |
            |---|---|---|---|---|---|
            """
                .formatted(RecordedRequest.of(VERSIONS.get(0)).size()));
    VERSIONS.forEach(version -> page.append(counts(divergences, version)));
    for (Kind kind : Kind.values()) {
      List<Divergence> those =
          divergences.divergences().stream().filter(one -> one.kind() == kind).toList();
      if (!those.isEmpty()) {
        page.append("\n## ").append(HEADINGS.get(kind)).append("\n\n").append(table(those));
      }
    }
    return page.toString();
  }

  private static String counts(Divergences divergences, String version) {
    int all = RecordedRequest.of(version).size();
    Map<Difference, Integer> differing =
        divergences.divergences().stream()
            .collect(
                Collectors.groupingBy(
                    Divergence::differs, Collectors.summingInt(one -> one.rowsOf(version).size())));
    int same = all - differing.values().stream().mapToInt(Integer::intValue).sum();
    return "| %s | %d | %s |%n"
        .formatted(
            version,
            same,
            Arrays.stream(Difference.values())
                .map(difference -> differing.getOrDefault(difference, 0).toString())
                .collect(Collectors.joining(" | ")));
  }

  private static String table(List<Divergence> divergences) {
    StringBuilder table =
        new StringBuilder("| Milvus | this server | differs in | requests |\n|---|---|---|---|\n");
    for (Divergence one : divergences) {
      String requests =
          VERSIONS.stream()
              .filter(one.rows()::containsKey)
              .map(version -> version + ": " + one.rows().get(version))
              .collect(Collectors.joining("; "));
      table.append(
          "| %s | %s | %s | %s |%n"
              .formatted(
                  one.what(), one.why(), one.differs().name().toLowerCase(Locale.ROOT), requests));
    }
    return table.toString();
  }
}
