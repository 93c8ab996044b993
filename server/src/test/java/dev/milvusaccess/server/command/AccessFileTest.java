package dev.milvusaccess.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The file that declares access: what is written is read as it was, and nothing else is read. */
class AccessFileTest {

  /** Some of them mean more to YAML than a text; a hostile server may list them all. */
  private static final List<String> NAMES =
      List.of(
          "null",
          "Null",
          "~",
          "yes",
          "No",
          "on",
          "y",
          "true",
          "1e3",
          "0x1F",
          "1_000",
          "12:30:45",
          "2026-11-25",
          ".inf",
          ".nan",
          "=",
          "<<",
          "",
          " ",
          " a ",
          "a: b",
          "a #b",
          "- a",
          "? a",
          "a:",
          "'",
          "\"",
          "\\",
          "\\n",
          "&a",
          "*a",
          "!a",
          "!!str a",
          "|",
          ">",
          "%YAML",
          "---",
          "...",
          "@a",
          "`a",
          "{a}",
          "[a]",
          "a\nb: c",
          "a\r\nb",
          "a\tb",
          "\u0000",
          "\u001b[2J",
          "\u0085",
          "\u00a0",
          "\u2028",
          "\u202e",
          "\ufeff",
          "Ünsal",
          "日本",
          "😀",
          "\uD800",
          new String(Character.toChars(0xE0041)));

  private static Access read(String text) {
    return read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static Access read(InputStream content) {
    return AccessFileReader.read("access.yaml", content);
  }

  private static String refusal(InputStream content) {
    CommandFailure refused = catchThrowableOfType(CommandFailure.class, () -> read(content));
    assertThat(refused).isNotNull();
    assertThat(refused.exitCode()).isEqualTo(2);
    return refused.line();
  }

  private static String refusal(String text) {
    return refusal(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static SortedSet<String> set(String... members) {
    return new TreeSet<>(List.of(members));
  }

  @Test
  void whatIsWrittenIsReadAsItWas() {
    SortedMap<String, SortedSet<String>> groups = new TreeMap<>();
    SortedMap<String, Access.Role> roles = new TreeMap<>();
    SortedMap<String, Access.User> users = new TreeMap<>();
    for (String text : NAMES) {
      String name = "n" + text + "n";
      groups.put(name, set(name));
      SortedSet<Right> grants =
          new TreeSet<>(
              List.of(
                  Right.onCollection(name, "*", name),
                  Right.onObject("SelectUser", "*", "User", name)));
      roles.put(name, new Access.Role(text, grants));
      users.put(name, new Access.User("n" + text, set(name)));
    }
    String lone = "n\uD800n"; // half a character, which no file can hold
    groups.remove(lone);
    roles.remove(lone);
    users.remove(lone);
    Access access = new Access(groups, roles, users);

    String written = AccessFileWriter.write(access);

    assertThat(read(written)).isEqualTo(access);
    assertThat(written.codePoints().filter(c -> c != '\n' && !Shown.isVisible(c))).isEmpty();
  }

  /** Other programs read it, too, and do not ask for a text as this one does. */
  @Test
  void aNameIsATextForEveryReader() {
    SortedMap<String, Access.User> users = new TreeMap<>();
    NAMES.stream()
        .filter(name -> !name.equals("\uD800"))
        .forEach(name -> users.put(name, new Access.User(null, set())));

    String written = AccessFileWriter.write(new Access(null, null, users));

    Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(written);
    assertThat(tree)
        .extracting("users")
        .satisfies(
            read ->
                assertThat(((Map<?, ?>) read).keySet().toArray())
                    .isEqualTo(users.keySet().toArray()));
  }

  @Test
  void itLooksSo() {
    SortedMap<String, SortedSet<String>> groups = new TreeMap<>();
    groups.put("analysts", set("Query", "Search"));
    groups.put("nobody", set());
    SortedMap<String, Access.Role> roles = new TreeMap<>();
    roles.put("null", new Access.Role(null, new TreeSet<>()));
    roles.put(
        "reader",
        new Access.Role(
            "Reads books",
            new TreeSet<>(
                List.of(
                    Right.onObject("SelectUser", "*", "User", "alice"),
                    Right.onCollection("Search", "default", "books")))));
    SortedMap<String, Access.User> users = new TreeMap<>();
    users.put("alice", new Access.User("\u001b[1m", set("null", "reader")));
    users.put("bob", new Access.User(null, set()));

    assertThat(AccessFileWriter.write(new Access(groups, roles, users)))
        .isEqualTo(
            """
            # Users, roles and privilege groups, as written by "milvus-access export".
            # Passwords cannot be read, so they are missing here, and each server has its own root.
            # "milvus-access apply FILE" shows what would change on a server.
            version: 1
            privilegeGroups:
              analysts:
                privileges: [Query, Search]
              nobody:
                privileges: []
            roles:
              "null":
                grants: []
              reader:
                description: "Reads books"
                grants:
                - {privilege: Search, database: default, collection: books}
                - {privilege: SelectUser, database: "*", objectType: User, object: alice}
            users:
              alice:
                description: "\\e[1m"
                roles: ["null", reader]
              bob:
                roles: []
            """);
  }

  /** It is kept in the form of v2 where that says the same, as the server keeps both. */
  @Test
  void bothFormsOfAGrantAreOneGrant() {
    assertThat(
            read("""
                version: 1
                roles:
                  reader:
                    grants:
                    - {privilege: Search, database: default, objectType: Collection, object: books}
                    - {privilege: "*", database: default, objectType: Collection, object: books}
                    - {privilege: All, database: "*", objectType: Global, object: whatever}
                    - {privilege: SelectUser, database: "*", objectType: User, object: "*"}
                """)
                .roles()
                .get("reader")
                .grants())
        .containsExactlyInAnyOrder(
            new Right("Search", "default", "", "books"),
            new Right("*", "default", "Collection", "books"),
            new Right("All", "*", "", "*"),
            new Right("SelectUser", "*", "", "*"));
  }

  @Test
  void whatIsNotThereIsNotDeclared() {
    assertThat(read("version: 1")).isEqualTo(new Access(null, null, null));
    assertThat(read("version: 1\nusers: {alice: {}}").users())
        .containsExactly(Map.entry("alice", new Access.User(null, null)));
  }

  /** Each with the line that it is about, and the rule. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "|access.yaml: it is empty",
        "# nothing|access.yaml: it is empty",
        "users: {}|access.yaml:1: the file needs the field version",
        "version: 2|access.yaml:1: version must be 1",
        "version: [1]|access.yaml:1: version must be 1",
        "version: 1~version: 1|access.yaml:2: the field version is given twice",
        "version: 1~user: {}|access.yaml:2: the file has no field user, but version, privilegeGroups, roles, users",
        "version: 1~---~version: 1|access.yaml:2: this is not valid YAML: but found another document",
        "version: 1~users: [alice|access.yaml:2: this is not valid YAML: expected ',' or ']', but got <stream end>",
        "version: 1~users: [alice]|access.yaml:2: the users must be a mapping of fields to values",
        "version: 1~users:~  alice|access.yaml:3: the users must be a mapping of fields to values",
        "version: 1~users:|access.yaml:2: the users must be a mapping of fields to values",
        "version: 1~users:~  alice: {}~  alice: {}|access.yaml:4: the user alice is declared twice",
        "version: 1~users:~  alice: {}~  \"alice\": {}|access.yaml:4: the user alice is declared twice",
        "version: 1~users:~  alice: {password: x}|access.yaml:3: a user has no field password, but description, roles",
        "version: 1~users:~  root: {}|access.yaml:3: each server has its own root, which cannot be declared",
        "version: 1~users:~  alice: {description: ''}|access.yaml:3: the description of a user cannot be empty; leave it out",
        "version: 1~users:~  null: {}|access.yaml:3: text is expected here; quote it if YAML reads it as another type",
        "version: 1~users:~  yes: {}|access.yaml:3: text is expected here; quote it if YAML reads it as another type",
        "version: 1~users:~  ' alice': {}|access.yaml:3: the name of a user must not have blanks around it",
        "version: 1~users:~  '': {}|access.yaml:3: the name of a user must not be blank",
        "version: 1~users:~  alice: {description: 3}|access.yaml:3: text is expected here; quote it if YAML reads it as another type",
        "version: 1~users:~  alice: {roles: reader}|access.yaml:3: the roles must be a list",
        "version: 1~roles: {}~users:~  alice:~    roles:~    - admin~    - reader|access.yaml:7: the role reader is not declared under roles",
        "version: 1~roles: {r: {}}~users:~  alice: {roles: [r, r]}|access.yaml:4: this role is declared twice",
        "version: 1~roles:~  admin: {description: x}|access.yaml:3: the role admin is built in, and has no description",
        "version: 1~roles:~  r: {grants: [Search]}|access.yaml:3: a grant must be a mapping of fields to values",
        "version: 1~roles:~  r: {grants: [{privilege: Search, database: default}]}|access.yaml:3: a grant needs the field collection",
        "version: 1~roles:~  r: {grants: [{privilege: Search, database: default, object: b}]}|access.yaml:3: a grant has no field object, but privilege, database, collection",
        "version: 1~roles:~  r: {grants: [{privilege: S, database: d, objectType: User, collection: b}]}|access.yaml:3: a grant has no field collection, but privilege, database, objectType, object",
        "version: 1~privilegeGroups:~  g: {}|access.yaml:3: a group needs the field privileges",
        "version: 1~privilegeGroups:~  ClusterAdmin: {privileges: []}|access.yaml:3: the group ClusterAdmin is built in, and cannot be declared",
        "version: 1~roles: &a {r: &b {grants: [*b]}}|access.yaml:2: anchors and aliases are not allowed",
        "version: 1~users: *x|access.yaml:2: this is not valid YAML: found undefined alias x",
        "version: 1~users: {alice: !!java.net.URL [a]}|access.yaml:2: this is not valid YAML: Global tag is not allowed: tag:yaml.org,2002:java.net.URL",
        "version: 1~users: {alice: !mine {}}|access.yaml:2: a user must be a mapping of fields to values",
        "version: 1~\"us\\e[2Jers\": {}|access.yaml:2: the file has no field \"us\\u001B[2Jers\", but version, privilegeGroups, roles, users",
      })
  void whatCannotBeMeantIsRefused(String example) {
    int bar = example.indexOf('|');
    assertThat(refusal(example.substring(0, bar).replace("~", "\n")))
        .isEqualTo(example.substring(bar + 1));
  }

  @Test
  void itIsUtf8AndWithoutCharactersThatYamlDoesNotAllow() {
    assertThat(refusal(new ByteArrayInputStream(new byte[] {'a', ':', ' ', (byte) 0xfc})))
        .isEqualTo("access.yaml: it is not written in UTF-8");
    assertThat(refusal("version: \u0007")).startsWith("access.yaml: this is not valid YAML: ");
  }

  @Test
  void itHasABound() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return '#';
          }
        };
    assertThat(
            refusal(
                new SequenceInputStream(
                    new ByteArrayInputStream("version: 1\n".getBytes(StandardCharsets.UTF_8)),
                    endless)))
        .isEqualTo("access.yaml: it is larger than 8 MiB");
    assertThat(refusal("[".repeat(100_000)))
        .startsWith("access.yaml: this is not valid YAML: Nesting Depth exceeded");
  }

  /** Each line would repeat the one before ten times: in the end, more than any memory holds. */
  @Test
  void aBombDoesNotGoOff() {
    StringBuilder bomb = new StringBuilder("version: 1\nroles:\n  r0: &a0 {grants: []}\n");
    for (int n = 1; n < 20; n++) {
      bomb.append("  r%d: &a%d [".formatted(n, n));
      bomb.append("*a%d,".formatted(n - 1).repeat(10)).append("]\n");
    }
    assertThat(refusal(bomb.toString()))
        .isEqualTo(
            "access.yaml: this is not valid YAML: Number of aliases for non-scalar nodes exceeds the specified max=50");
  }
}
