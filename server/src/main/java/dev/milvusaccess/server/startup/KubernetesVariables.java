package dev.milvusaccess.server.startup;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The variables by which Kubernetes tells each pod of the Services of its namespace: those of a
 * Service named milvus-access look like settings of ours. See
 * https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables
 */
final class KubernetesVariables {

  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
  private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F.:]+");
  private static final Pattern URL =
      Pattern.compile("(tcp|udp|sctp)://[0-9a-fA-F.:\\[\\]]+:[0-9]{1,5}");

  private record Form(Pattern name, Pattern value) {}

  private static final List<Form> FORMS =
      List.of(
          form("_SERVICE_HOST", ADDRESS),
          form("_SERVICE_PORT(_[A-Z0-9_]+)?", PORT),
          form("_PORT", URL),
          form("_PORT_[0-9]+_(TCP|UDP|SCTP)", URL),
          form("_PORT_[0-9]+_(TCP|UDP|SCTP)_PROTO", Pattern.compile("tcp|udp|sctp")),
          form("_PORT_[0-9]+_(TCP|UDP|SCTP)_PORT", PORT),
          form("_PORT_[0-9]+_(TCP|UDP|SCTP)_ADDR", ADDRESS));

  private KubernetesVariables() {}

  private static Form form(String ending, Pattern value) {
    // The Service may have a longer name: milvus-access-metrics.
    return new Form(Pattern.compile("MILVUS_ACCESS(_[A-Z0-9_]+)?" + ending), value);
  }

  /** Whether a variable is one of these, by its name and its value. */
  static boolean tellsOfService(String name, String value) {
    return FORMS.stream()
        .anyMatch(
            form -> form.name().matcher(name).matches() && form.value().matcher(value).matches());
  }
}
