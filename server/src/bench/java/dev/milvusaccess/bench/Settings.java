package dev.milvusaccess.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is measured and how long, from system properties.
 *
 * @param parts {@code bench.parts}: which parts, as {@link Part} names them; all by default
 * @param java {@code bench.java}: the folder of the JDK that runs both servers
 * @param round {@code bench.seconds}: how long each of the five rounds of a load takes
 * @param warmUp {@code bench.warm-up}: how often each server is asked before, so that the compiler
 *     of the virtual machine has done its work also on a busy machine
 * @param users {@code bench.users}: how many users there are to drop
 * @param options {@code bench.options}: for the virtual machine of the server alone, as for a
 *     profile; separated by blanks
 * @param jar the packaged server
 * @param launcher {@code bench.launcher}: the script that starts it; else {@code java -jar} does
 * @param output {@code bench.output}: the folder for JSON and chart
 */
record Settings(
    Set<Part> parts,
    Path java,
    Duration round,
    int warmUp,
    int users,
    List<String> options,
    Path jar,
    String launcher,
    Path output) {

  /** What can be measured by itself. */
  enum Part {
    GENERATOR,
    START,
    SQLITE,
    READS,
    POSTGRES,
    MEMORY,
    JMH
  }

  static Settings read() {
    return new Settings(
        Arrays.stream(
                get("parts", "generator,start,sqlite,reads,postgres,memory,jmh").split(",", -1))
            .map(part -> Part.valueOf(part.strip().toUpperCase(Locale.ROOT)))
            .collect(Collectors.toSet()),
        Path.of(get("java", System.getProperty("java.home"))),
        Duration.ofMillis((long) (1000 * Double.parseDouble(get("seconds", "3")))),
        Integer.parseInt(get("warm-up", "150000")),
        Integer.parseInt(get("users", "1000000")),
        Arrays.stream(get("options", "").split(" ", -1)).filter(o -> !o.isBlank()).toList(),
        Path.of(get("jar", "target/milvus-access-server.jar")).toAbsolutePath(),
        get("launcher", ""),
        Path.of(get("output", "target/bench")).toAbsolutePath());
  }

  private static String get(String name, String otherwise) {
    String value = System.getProperty("bench." + name, "");
    return value.isBlank() ? otherwise : value;
  }
}
