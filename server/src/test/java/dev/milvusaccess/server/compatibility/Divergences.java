package dev.milvusaccess.server.compatibility;

import dev.milvusaccess.server.testing.SeenAnswer.Difference;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code divergences.yaml}: where this server means to answer otherwise than Milvus, and why. */
record Divergences(List<Divergence> divergences) {

  /** Why an answer is another one. */
  enum Kind {
    /** It protects an account or its data. */
    SAFER,
    /** It says the same in words that help. */
    CLEARER,
    /** Versions of Milvus differ, and this server follows the newest. */
    VERSION,
    /** It follows from another divergence, earlier in the sequence. */
    CONSEQUENCE
  }

  /**
   * One reason, and the answers that it explains.
   *
   * @param what what the two servers do
   * @param why why this one does
   * @param differs in what the answers differ
   * @param rows the numbers of the requests by version, as {@code "10-19, 36"}
   */
  record Divergence(
      Kind kind, String what, String why, Difference differs, Map<String, String> rows) {

    List<Integer> rowsOf(String version) {
      TreeSet<Integer> numbers = new TreeSet<>();
      for (String range : rows.getOrDefault(version, "").split("[, ]+")) {
        if (!range.isEmpty()) {
          String[] ends = range.split("-");
          for (int n = Integer.parseInt(ends[0]);
              n <= Integer.parseInt(ends[ends.length - 1]);
              n++) {
            numbers.add(n);
          }
        }
      }
      return new ArrayList<>(numbers);
    }
  }

  static Divergences read() {
    JsonMapper mapper =
        JsonMapper.builder().enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS).build();
    try (InputStream in =
        Objects.requireNonNull(Divergences.class.getResourceAsStream("/divergences.yaml"))) {
      Object root = new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
      return mapper.convertValue(root, Divergences.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
