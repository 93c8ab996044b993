package dev.milvusaccess.server.command;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads a file that declares access, and refuses what it does not know, with the line. No object is
 * made of what is written: the tree is looked at as it stands, and anchors, which could repeat a
 * part of it endlessly, are refused.
 */
final class AccessFileReader {

  /** Room for some 130,000 users, which the memory that the launcher gives is enough for. */
  private static final int MOST_BYTES = 8 * 1024 * 1024;

  private final String file;
  private final List<Reference> rolesOfUsers = new ArrayList<>();

  private record Reference(Node node, String role) {}

  private AccessFileReader(String file) {
    this.file = Shown.line(file);
  }

  /**
   * Reads all of it.
   *
   * @param file its name, for messages
   * @throws CommandFailure with line and rule if it cannot be used
   */
  static Access read(String file, InputStream content) {
    AccessFileReader reader = new AccessFileReader(file);
    return reader.access(reader.parse(content));
  }

  private @Nullable Node parse(InputStream content) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MOST_BYTES);
    try {
      byte[] bytes = content.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw refused("it is larger than %d MiB".formatted(MOST_BYTES >> 20));
      }
      return new Yaml(new SafeConstructor(options))
          .compose(
              new InputStreamReader(
                  new ByteArrayInputStream(bytes), StandardCharsets.UTF_8.newDecoder()));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw refused(line, "this is not valid YAML: " + e.getProblem());
    } catch (YAMLException e) {
      throw e.getCause() instanceof CharacterCodingException
          ? refused("it is not written in UTF-8")
          : refused("this is not valid YAML: " + firstLine(e));
    } catch (IOException e) {
      throw refused("it cannot be read");
    }
  }

  private static String firstLine(Throwable failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }

  private Access access(@Nullable Node root) {
    if (root == null) {
      throw refused("it is empty");
    }
    Fields fields = new Fields("the file", root, "version", "privilegeGroups", "roles", "users");
    Node version = fields.required("version");
    if (!(version instanceof ScalarNode number) || !number.getValue().equals("1")) {
      throw refused(version, "version must be 1");
    }
    Access access =
        new Access(
            fields.optional("privilegeGroups", node -> members("group", node, this::group)),
            fields.optional("roles", node -> members("role", node, this::role)),
            fields.optional("users", node -> members("user", node, this::user)));
    if (access.roles() != null) {
      requireDeclared(access.roles());
    }
    return access;
  }

  private void requireDeclared(Map<String, Access.Role> roles) {
    for (Reference reference : rolesOfUsers) {
      if (!roles.containsKey(reference.role()) && !BuiltIn.ROLES.contains(reference.role())) {
        throw refused(
            reference.node(),
            "the role %s is not declared under roles".formatted(Shown.name(reference.role())));
      }
    }
  }

  private <T> SortedMap<String, T> members(
      String what, Node node, BiFunction<String, Node, T> reader) {
    SortedMap<String, T> members = new TreeMap<>();
    for (NodeTuple member : mapping("the %ss".formatted(what), node)) {
      String name = name("the name of a " + what, member.getKeyNode());
      if (members.put(name, reader.apply(name, member.getValueNode())) != null) {
        throw refused(
            member.getKeyNode(), "the %s %s is declared twice".formatted(what, Shown.name(name)));
      }
    }
    return members;
  }

  private SortedSet<String> group(String name, Node node) {
    if (BuiltIn.PRIVILEGE_GROUPS.contains(name)) {
      throw refused(node, "the group %s is built in, and cannot be declared".formatted(name));
    }
    Fields fields = new Fields("a group", node, "privileges");
    return set("privilege", fields.required("privileges"), member -> name("a privilege", member));
  }

  private Access.Role role(String name, Node node) {
    Fields fields = new Fields("a role", node, "description", "grants");
    String description = fields.optional("description", this::text);
    if (description != null && BuiltIn.ROLES.contains(name)) {
      throw refused(node, "the role %s is built in, and has no description".formatted(name));
    }
    return new Access.Role(
        description, fields.optional("grants", grants -> set("grant", grants, this::grant)));
  }

  private Right grant(Node node) {
    boolean older = node instanceof MappingNode mapping && hasField(mapping, "objectType");
    Fields fields =
        older
            ? new Fields("a grant", node, "privilege", "database", "objectType", "object")
            : new Fields("a grant", node, "privilege", "database", "collection");
    String privilege = fields.name("privilege");
    String database = fields.name("database");
    if (!older) {
      return Right.onCollection(privilege, database, fields.name("collection"));
    }
    String type = fields.name("objectType");
    String object = fields.name("object");
    // Milvus keeps it so whatever is sent.
    return Right.onObject(privilege, database, type, type.equals("Global") ? "*" : object);
  }

  private static boolean hasField(MappingNode mapping, String name) {
    return mapping.getValue().stream()
        .anyMatch(
            field -> field.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name));
  }

  private Access.User user(String name, Node node) {
    if (name.equals(BuiltIn.ROOT)) {
      throw refused(node, "each server has its own root, which cannot be declared");
    }
    if (!name.equals(name.strip())) { // which is not kept, other than with the name of a role
      throw refused(node, "the name of a user must not have blanks around it");
    }
    Fields fields = new Fields("a user", node, "description", "roles");
    String description = fields.optional("description", this::text);
    if (description != null && description.isEmpty()) {
      throw refused(node, "the description of a user cannot be empty; leave it out");
    }
    return new Access.User(
        description, fields.optional("roles", roles -> set("role", roles, this::roleOfUser)));
  }

  private String roleOfUser(Node node) {
    String role = name("a role", node);
    rolesOfUsers.add(new Reference(node, role));
    return role;
  }

  private <T> SortedSet<T> set(String what, Node node, Function<Node, T> reader) {
    if (!(checked(node) instanceof SequenceNode sequence) || !node.getTag().equals(Tag.SEQ)) {
      throw refused(node, "the %ss must be a list".formatted(what));
    }
    SortedSet<T> members = new TreeSet<>();
    for (Node member : sequence.getValue()) {
      if (!members.add(reader.apply(member))) {
        throw refused(member, "this %s is declared twice".formatted(what));
      }
    }
    return members;
  }

  private List<NodeTuple> mapping(String what, Node node) {
    if (checked(node) instanceof MappingNode mapping && node.getTag().equals(Tag.MAP)) {
      return mapping.getValue();
    }
    throw refused(node, what + " must be a mapping of fields to values");
  }

  private String name(String what, Node node) {
    String name = text(node);
    if (name.isBlank()) {
      throw refused(node, what + " must not be blank");
    }
    return name;
  }

  private String text(Node node) {
    if (checked(node) instanceof ScalarNode scalar && scalar.getTag().equals(Tag.STR)) {
      return scalar.getValue();
    }
    throw refused(node, "text is expected here; quote it if YAML reads it as another type");
  }

  private Node checked(Node node) {
    if (node.getAnchor() != null) {
      throw refused(node, "anchors and aliases are not allowed");
    }
    return node;
  }

  private CommandFailure refused(Node node, String rule) {
    return refused(node.getStartMark() == null ? 1 : node.getStartMark().getLine() + 1, rule);
  }

  private CommandFailure refused(int line, String rule) {
    return CommandFailure.wrongUse("%s:%d: %s".formatted(file, line, Shown.line(rule)));
  }

  private CommandFailure refused(String rule) {
    return CommandFailure.wrongUse("%s: %s".formatted(file, Shown.line(rule)));
  }

  /** The fields of a thing; those that it cannot have are refused. */
  private final class Fields {

    private final String what;
    private final Node node;
    private final Map<String, Node> values = new LinkedHashMap<>();

    Fields(String what, Node node, String... known) {
      this.what = what;
      this.node = node;
      for (NodeTuple field : mapping(what, node)) {
        String name = text(field.getKeyNode());
        if (!List.of(known).contains(name)) {
          throw refused(
              field.getKeyNode(),
              "%s has no field %s, but %s"
                  .formatted(what, Shown.name(name), String.join(", ", known)));
        }
        if (values.put(name, field.getValueNode()) != null) {
          throw refused(field.getKeyNode(), "the field %s is given twice".formatted(name));
        }
      }
    }

    Node required(String name) {
      Node value = values.get(name);
      if (value == null) {
        throw refused(node, "%s needs the field %s".formatted(what, name));
      }
      return value;
    }

    String name(String name) {
      return AccessFileReader.this.name("the " + name, required(name));
    }

    <T> @Nullable T optional(String name, Function<Node, T> reader) {
      Node value = values.get(name);
      return value == null ? null : reader.apply(value);
    }
  }
}
