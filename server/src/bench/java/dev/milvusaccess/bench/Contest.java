package dev.milvusaccess.bench;

import dev.milvusaccess.bench.Load.Expected;
import dev.milvusaccess.bench.Load.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * The same load on the server and on what it is measured against, in turns, so that whatever else
 * the machine does disturbs both.
 */
final class Contest {

  static final int ROUNDS = 5;

  private final Report report;
  private final Duration round;

  Contest(Report report, Duration round) {
    this.report = report;
    this.round = round;
  }

  /** A server, and what it is asked. */
  record Side(Child server, Supplier<byte[]> requests, Expected expected) {}

  /** One round, with the processor time of the server. */
  private record Round(Result result, long serverNanos) {

    double microsEach() {
      return serverNanos / 1e3 / Math.max(1, result.answered());
    }

    double generatorMicrosEach() {
      return result.generatorNanos() / 1e3 / Math.max(1, result.answered());
    }
  }

  void warmUp(Side side, int requests) {
    new Load(side.server().port(), side.requests(), side.expected())
        .run(32, Duration.ofSeconds(60), requests);
  }

  /** Rounds of a load, and its rows of the report; the median rate of the second side. */
  double run(String name, int connections, Side ours, Side against, String whatAgainst) {
    List<Round> server = new ArrayList<>();
    List<Round> other = new ArrayList<>();
    for (int n = 0; n < ROUNDS; n++) {
      server.add(round(connections, ours));
      other.add(round(connections, against));
    }
    String label = name + ", " + connections + (connections == 1 ? " connection" : " connections");
    report.add(label, "1/s", rates(server), rates(other), whatAgainst);
    add(label + ", p50", server, other, r -> r.result().p50(), whatAgainst);
    add(label + ", p99", server, other, r -> r.result().p99(), whatAgainst);
    String processor = label + ", processor time each";
    add(processor, server, other, Round::microsEach, whatAgainst);
    add(processor + ", of the generator", server, other, Round::generatorMicrosEach, whatAgainst);
    int cutOff = server.stream().mapToInt(r -> r.result().cutOff() + r.result().wrong()).sum();
    if (cutOff > 0) {
      report.remark("!! " + label + ": " + cutOff + " requests were cut off or answered wrongly");
    }
    return Report.median(other.stream().map(r -> r.result().perSecond()).toList());
  }

  private void add(
      String label,
      List<Round> server,
      List<Round> other,
      ToDoubleFunction<Round> figure,
      String whatAgainst) {
    report.add(
        label,
        "us",
        server.stream().map(figure::applyAsDouble).toList(),
        other.stream().map(figure::applyAsDouble).toList(),
        whatAgainst);
  }

  private static List<Double> rates(List<Round> rounds) {
    return rounds.stream().map(r -> r.result().perSecond()).toList();
  }

  private Round round(int connections, Side side) {
    long before = Processes.nanos(side.server().handle());
    Result result =
        new Load(side.server().port(), side.requests(), side.expected()).run(connections, round);
    return new Round(result, Processes.nanos(side.server().handle()) - before);
  }
}
