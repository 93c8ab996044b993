package dev.milvusaccess.bench;

import dev.milvusaccess.bench.Report.Row;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Two bars for each rate: the server, and what it is measured against. */
final class Chart {

  private static final int LEFT = 340;
  private static final int WIDTH = 300;
  private static final int ROW = 52;
  private static final int TOP = 56;

  private Chart() {}

  static String of(List<Row> all, Map<String, Object> machine) {
    List<Row> rows =
        all.stream().filter(row -> row.unit().equals("1/s") && row.against() != null).toList();
    double most =
        rows.stream().mapToDouble(row -> Math.max(row.server(), row.against())).max().orElse(1);
    StringBuilder svg = new StringBuilder();
    int height = TOP + rows.size() * ROW + 20;
    svg.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"880\" height=\"%1$d\" viewBox=\"0 0 880 %1$d\" font-family=\"sans-serif\" font-size=\"13\">%n"
            .formatted(height));
    svg.append("<rect width=\"880\" height=\"%d\" fill=\"#ffffff\"/>%n".formatted(height));
    text(svg, 10, 22, "Answers in a second, medians of five rounds", "#222222");
    text(
        svg,
        10,
        40,
        machine.get("processors") + " processors, Java " + machine.get("java"),
        "#666666");
    for (int n = 0; n < rows.size(); n++) {
      Row row = rows.get(n);
      int y = TOP + n * ROW;
      text(svg, 10, y + 22, row.figure(), "#222222");
      bar(svg, y, row.server() / most, "#1f77b4", Report.number(row.server()) + " milvus-access");
      bar(
          svg,
          y + 20,
          row.against() / most,
          "#bbbbbb",
          Report.number(row.against()) + " " + row.whatAgainst());
    }
    return svg.append("</svg>").append(System.lineSeparator()).toString();
  }

  private static void bar(StringBuilder svg, int y, double share, String colour, String label) {
    double width = Math.max(1, WIDTH * share);
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"17\" fill=\"%s\"/>%n",
            LEFT,
            y + 4,
            width * 0.75,
            colour));
    text(svg, LEFT + (int) (width * 0.75) + 6, y + 17, label, "#222222");
  }

  private static void text(StringBuilder svg, int x, int y, String text, String colour) {
    svg.append(
        "<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>%n"
            .formatted(x, y, colour, text.replace("&", "&amp;").replace("<", "&lt;")));
  }
}
