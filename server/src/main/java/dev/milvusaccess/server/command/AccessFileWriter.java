package dev.milvusaccess.server.command;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Writes what {@link AccessFileReader} reads. The same access gives the same text, always. */
final class AccessFileWriter {

  private static final String HEADER =
      """
      # Users, roles and privilege groups, as written by "milvus-access export".
      # Passwords cannot be read, so they are missing here, and each server has its own root.
      # "milvus-access apply FILE" shows what would change on a server.
      """;

  /** Read as a text by each version of YAML; everything else is written in quotes. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

  private static final Set<String> NO_TEXT =
      Set.of("null", "true", "false", "yes", "no", "on", "off", "y", "n");

  private AccessFileWriter() {}

  /** The whole file. */
  static String write(Access access) {
    List<NodeTuple> sections = new ArrayList<>();
    sections.add(field("version", new ScalarNode(Tag.INT, "1", null, null, ScalarStyle.PLAIN)));
    add(sections, "privilegeGroups", access.groups(), AccessFileWriter::group);
    add(sections, "roles", access.roles(), AccessFileWriter::role);
    add(sections, "users", access.users(), AccessFileWriter::user);
    StringWriter text = new StringWriter();
    new Yaml(options()).serialize(mapping(sections, FlowStyle.BLOCK), text);
    return HEADER + withoutInvisible(text.toString());
  }

  private static DumperOptions options() {
    DumperOptions options = new DumperOptions();
    options.setSplitLines(false);
    options.setWidth(Integer.MAX_VALUE);
    options.setLineBreak(DumperOptions.LineBreak.UNIX);
    return options;
  }

  /** They can only be in quotes, where this is the same text for YAML. */
  private static String withoutInvisible(String yaml) {
    return yaml.lines().map(line -> Shown.line(line) + "\n").collect(Collectors.joining());
  }

  private static <T> void add(
      List<NodeTuple> sections,
      String name,
      @Nullable Map<String, T> members,
      Function<T, Node> writer) {
    if (members != null) {
      List<NodeTuple> written =
          members.entrySet().stream()
              .map(member -> new NodeTuple(text(member.getKey()), writer.apply(member.getValue())))
              .toList();
      sections.add(field(name, mapping(written, FlowStyle.BLOCK)));
    }
  }

  private static Node group(Collection<String> privileges) {
    return mapping(List.of(field("privileges", names(privileges))), FlowStyle.BLOCK);
  }

  private static Node role(Access.Role role) {
    List<NodeTuple> fields = described(role.description());
    if (role.grants() != null) {
      List<Node> grants = role.grants().stream().map(AccessFileWriter::grant).toList();
      fields.add(field("grants", sequence(grants, FlowStyle.BLOCK)));
    }
    return mapping(fields, FlowStyle.BLOCK);
  }

  private static Node grant(Right right) {
    List<NodeTuple> fields = new ArrayList<>();
    fields.add(field("privilege", text(right.privilege())));
    fields.add(field("database", text(right.database())));
    if (right.isOlderForm()) {
      fields.add(field("objectType", text(right.objectType())));
      fields.add(field("object", text(right.object())));
    } else {
      fields.add(field("collection", text(right.object())));
    }
    return mapping(fields, FlowStyle.FLOW);
  }

  private static Node user(Access.User user) {
    List<NodeTuple> fields = described(user.description());
    if (user.roles() != null) {
      fields.add(field("roles", names(user.roles())));
    }
    return mapping(fields, FlowStyle.BLOCK);
  }

  private static List<NodeTuple> described(@Nullable String description) {
    List<NodeTuple> fields = new ArrayList<>();
    if (description != null) {
      fields.add(field("description", text(description)));
    }
    return fields;
  }

  private static Node names(Collection<String> names) {
    return sequence(names.stream().map(AccessFileWriter::text).toList(), FlowStyle.FLOW);
  }

  private static NodeTuple field(String name, Node value) {
    return new NodeTuple(text(name), value);
  }

  private static Node text(String text) {
    boolean plain =
        PLAIN.matcher(text).matches() && !NO_TEXT.contains(text.toLowerCase(Locale.ROOT));
    ScalarStyle style = plain ? ScalarStyle.PLAIN : ScalarStyle.DOUBLE_QUOTED;
    return new ScalarNode(Tag.STR, text, null, null, style);
  }

  private static Node sequence(List<Node> members, FlowStyle style) {
    return new SequenceNode(Tag.SEQ, members, members.isEmpty() ? FlowStyle.FLOW : style);
  }

  private static Node mapping(List<NodeTuple> fields, FlowStyle style) {
    return new MappingNode(Tag.MAP, fields, fields.isEmpty() ? FlowStyle.FLOW : style);
  }
}
