package dev.milvusaccess.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Figures as a table, as JSON and as a chart. */
final class Report {

  private final Map<String, Object> machine;
  private final List<Row> rows = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();

  Report(Map<String, Object> machine) {
    this.machine = machine;
  }

  /**
   * A figure beside another one.
   *
   * @param unit what it is counted in
   * @param server the median of what was measured of the server
   * @param against the median of what it is measured against; null if there is none
   * @param whatAgainst what that is
   * @param ratio server through against; null if there is none
   */
  record Row(
      String figure,
      String unit,
      double server,
      @Nullable Double against,
      String whatAgainst,
      @Nullable Double ratio) {}

  void add(String figure, String unit, List<Double> server, List<Double> against, String what) {
    double ours = median(server);
    double theirs = median(against);
    add(new Row(figure, unit, ours, theirs, what, theirs == 0 ? null : ours / theirs));
  }

  void add(String figure, String unit, List<Double> server) {
    add(new Row(figure, unit, median(server), null, "", null));
  }

  private void add(Row row) {
    rows.add(row);
    System.out.println(line(row));
  }

  /** Something that a reader of the figures must know. */
  void remark(String text) {
    remarks.add(text);
    System.out.println(text);
  }

  List<Row> rows() {
    return rows;
  }

  static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
  }

  String table() {
    StringBuilder table = new StringBuilder();
    table.append("%-50s %12s %12s %8s%n".formatted("", "server", "against", "ratio"));
    rows.forEach(row -> table.append(line(row)).append(System.lineSeparator()));
    remarks.forEach(remark -> table.append(remark).append(System.lineSeparator()));
    machine.forEach((name, value) -> table.append("%s: %s%n".formatted(name, value)));
    return table.toString();
  }

  private static String line(Row row) {
    return String.format(
        Locale.ROOT,
        "%-50s %12s %12s %8s  %s",
        row.figure() + ", " + row.unit(),
        number(row.server()),
        row.against() == null ? "" : number(row.against()),
        row.ratio() == null ? "" : String.format(Locale.ROOT, "%.2f", row.ratio()),
        row.whatAgainst());
  }

  static String number(double value) {
    return String.format(Locale.ROOT, value < 100 ? "%.1f" : "%,.0f", value);
  }

  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("machine", machine);
    all.put("figures", rows);
    all.put("remarks", remarks);
    Files.write(
        folder.resolve("benchmark.json"),
        JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build()
            .writeValueAsBytes(all));
    Files.writeString(folder.resolve("benchmark.svg"), Chart.of(rows, machine));
  }
}
