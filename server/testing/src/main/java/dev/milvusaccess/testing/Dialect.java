package dev.milvusaccess.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a version of Milvus answers otherwise than the server, which answers as 3.0. */
final class Dialect {

  /** Those that came with 3.0, as the recorded answers of both versions show. */
  private static final Set<String> NEW_PRIVILEGES =
      Set.of(
          "AlterCollectionSchema",
          "CreateSnapshot",
          "DescribeSnapshot",
          "DropSnapshot",
          "ExportSnapshot",
          "Expr",
          "ListSnapshots",
          "PinSnapshotData",
          "RefreshExternalCollection",
          "RestoreExternalSnapshot",
          "RestoreSnapshot",
          "UnpinSnapshotData");

  /** Those that 2.6 knows, but has in no group. */
  private static final Set<String> IN_NO_GROUP =
      Set.of("AddFileResource", "ListFileResources", "RemoveFileResource");

  /** Makes the name of a privilege one that the server does not know. */
  private static final String UNKNOWN = "_unknown_before_3_0";

  private final boolean like26;

  Dialect(MilvusVersion version) {
    this.like26 = version == MilvusVersion.MILVUS_2_6;
  }

  /** Whether a {@code Request-Timeout} is to be kept from the server. */
  boolean ignoresTimeout(String value) {
    if (!like26) {
      return false;
    }
    try {
      Long.parseLong(value);
      return false;
    } catch (NumberFormatException e) {
      return true;
    }
  }

  /** The request as it is sent on. */
  byte[] request(byte[] body) {
    ObjectNode request = like26 ? Message.object(body) : null;
    if (request == null) {
      return body;
    }
    boolean changed = false;
    if (NEW_PRIVILEGES.contains(Message.text(request, "privilege"))) {
      request.put("privilege", request.get("privilege").asString() + UNKNOWN);
      changed = true;
    }
    if (request.get("privileges") instanceof ArrayNode privileges) {
      for (int n = 0; n < privileges.size(); n++) {
        JsonNode privilege = privileges.get(n);
        if (privilege.isString() && NEW_PRIVILEGES.contains(privilege.asString())) {
          privileges.set(n, privileges.stringNode(privilege.asString() + UNKNOWN));
          changed = true;
        }
      }
    }
    return changed ? Message.bytes(request) : body;
  }

  /** The answer as it is sent back. */
  Message.Answer answer(Message.Answer answer) {
    ObjectNode envelope = like26 ? Message.object(answer.body()) : null;
    if (envelope == null) {
      return answer;
    }
    String message = Message.text(envelope, "message");
    if (!message.isEmpty()) {
      String said = message.replace(UNKNOWN, "");
      envelope.put(
          "message",
          answer.status() == 403 ? said.replace("`*` database", "`default` database") : said);
    }
    withoutNewPrivileges(envelope.get("data"));
    return new Message.Answer(answer.status(), answer.headers(), Message.bytes(envelope));
  }

  private static void withoutNewPrivileges(@Nullable JsonNode data) {
    if (data instanceof ObjectNode object
        && object.get("privilegeGroups") instanceof ArrayNode all) {
      for (JsonNode group : all) {
        if (group instanceof ObjectNode members) {
          members.put("privileges", membersBefore30(members));
        }
      }
    } else if (data instanceof ArrayNode grants) {
      grants.removeIf(
          grant ->
              grant instanceof ObjectNode object
                  && NEW_PRIVILEGES.contains(Message.text(object, "privilege")));
    }
  }

  private static String membersBefore30(ObjectNode group) {
    String name = Message.text(group, "privilegeGroupName");
    List<String> members =
        Arrays.stream(Message.text(group, "privileges").split(",", -1))
            .filter(member -> !NEW_PRIVILEGES.contains(member) && !IN_NO_GROUP.contains(member))
            .collect(Collectors.toCollection(ArrayList::new));
    // It became one of the database.
    if (name.equals("ClusterAdmin")) {
      members.add("RenameCollection");
    } else if (name.equals("DatabaseAdmin")) {
      members.remove("RenameCollection");
    }
    return String.join(",", members);
  }
}
