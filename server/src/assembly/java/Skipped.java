import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Says which tests were skipped, and why, at the end of a build: {@code java Skipped.java
 * FOLDER...} with the folders of the reports.
 */
final class Skipped {

  private Skipped() {}

  public static void main(String[] folders) throws Exception {
    Map<String, Integer> skipped = new TreeMap<>();
    for (String folder : folders) {
      if (Files.isDirectory(Path.of(folder))) {
        try (Stream<Path> reports = Files.list(Path.of(folder))) {
          for (Path report : reports.filter(Skipped::isReport).toList()) {
            add(report, skipped);
          }
        }
      }
    }
    skipped.forEach((why, count) -> System.out.printf("SKIPPED: %s (%d tests)%n", why, count));
  }

  private static boolean isReport(Path file) {
    return file.getFileName().toString().matches("TEST-.*\\.xml");
  }

  private static void add(Path report, Map<String, Integer> skipped) throws Exception {
    Document document =
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile());
    NodeList all = document.getElementsByTagName("skipped");
    for (int i = 0; i < all.getLength(); i++) {
      Element reason = (Element) all.item(i);
      String suite = ((Element) reason.getParentNode()).getAttribute("classname");
      String why = reason.getAttribute("message").replaceFirst(".* ==> ", "");
      skipped.merge(suite.substring(suite.lastIndexOf('.') + 1) + ": " + why, 1, Integer::sum);
    }
  }
}
