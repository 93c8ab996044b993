package dev.milvusaccess.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.milvusaccess.client.MilvusAccessClient;
import dev.milvusaccess.client.Roles;
import dev.milvusaccess.client.UnauthenticatedException;
import dev.milvusaccess.server.testing.Secrets;
import dev.milvusaccess.server.testing.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Users are moved from a server to another one, and declared in a file. */
class MoveUsersTest {

  @RegisterExtension static final TestServer SOURCE = TestServer.embedded();
  @RegisterExtension static final TestServer TARGET = TestServer.embedded();

  private static final String PUBLIC =
      """
        public:
          grants:
          - {privilege: DescribeCollection, database: "*", collection: "*"}
          - {privilege: IndexDetail, database: "*", collection: "*"}
          - {privilege: ListAliases, database: "*", collection: "*"}
      """;

  private static final String HEADER =
      """
      # Users, roles and privilege groups, as written by "milvus-access export".
      # Passwords cannot be read, so they are missing here, and each server has its own root.
      # "milvus-access apply FILE" shows what would change on a server.
      version: 1
      """;

  private static final String SAMPLE =
      HEADER
          + """
          privilegeGroups:
            analysts:
              privileges: [Query, Search]
          roles:
            admin:
              grants: []
            "null":
              grants: []
          """
          + PUBLIC
          + """
            reader:
              description: "Reads: \\"books\\" # and Bücher"
              grants:
              - {privilege: "*", database: default, objectType: Collection, object: books}
              - {privilege: GetLoadState, database: default, collection: "*"}
              - {privilege: GetLoadingProgress, database: default, collection: "*"}
              - {privilege: Load, database: default, collection: "*"}
              - {privilege: SelectUser, database: "*", objectType: User, object: alice}
              - {privilege: analysts, database: "*", collection: "*"}
          users:
            alice:
              description: "of the\\nlibrary\\u202E"
              roles: ["null", public, reader]
            "yes":
              roles: []
          """;

  @TempDir Path folder;

  @BeforeEach
  void begin() {
    empty(SOURCE.client());
    empty(TARGET.client());
  }

  private static void empty(MilvusAccessClient client) {
    client.users().list().stream()
        .filter(name -> !name.equals("root"))
        .forEach(client.users()::drop);
    for (String role : client.roles().list()) {
      if (!BuiltIn.ROLES.contains(role)) {
        client
            .roles()
            .describe(role)
            .grants()
            .forEach(grant -> Right.of(grant).revoke(client.roles(), role));
        client.roles().drop(role);
      }
    }
    client
        .roles()
        .describe("admin")
        .grants()
        .forEach(g -> Right.of(g).revoke(client.roles(), "admin"));
    client.privilegeGroups().list().keySet().stream()
        .filter(name -> !BuiltIn.PRIVILEGE_GROUPS.contains(name))
        .forEach(client.privilegeGroups()::drop);
  }

  private static void fill(MilvusAccessClient client) {
    client.privilegeGroups().create("analysts");
    client.privilegeGroups().add("analysts", "Search", "Query");
    client.roles().create("reader", "Reads: \"books\" # and Bücher");
    client.roles().create("null");
    client.roles().grant("reader", "analysts");
    client.roles().grant("reader", "Load", "default", Roles.ANY);
    client.roles().grantOnObject("reader", "Collection", "books", "*");
    client.roles().grantOnObject("reader", "User", "alice", "SelectUser", "*");
    client.users().create("alice", Secrets.fresh(), "of the\nlibrary\u202e");
    client.users().create("yes", Secrets.fresh());
    List.of("reader", "null", "public").forEach(role -> client.users().grantRole("alice", role));
    client.users().grantRole("root", "reader");
  }

  private static Outcome run(TestServer server, String input, String... args) {
    return Outcome.of(
        Map.of("MILVUS_URI", server.endpoint(), "MILVUS_TOKEN", server.rootToken()), input, args);
  }

  private static String export(TestServer server) {
    Outcome outcome = run(server, "", "export");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
    return outcome.out();
  }

  private Outcome apply(String yaml, String... options) {
    String[] args = new String[options.length + 2];
    args[0] = "apply";
    args[1] = "-";
    System.arraycopy(options, 0, args, 2, options.length);
    return run(TARGET, yaml, args);
  }

  private static String planFor(TestServer server, String steps) {
    return "Plan for " + server.endpoint() + ":\n" + steps;
  }

  @Test
  void anExportIsTheWholeTextAlways() {
    fill(SOURCE.client());

    assertThat(export(SOURCE)).isEqualTo(SAMPLE);
  }

  @Test
  void thePlanIsShownAndNothingIsDone() {
    fill(SOURCE.client());

    assertThat(apply(export(SOURCE)))
        .isEqualTo(
            new Outcome(
                3,
                planFor(
                    TARGET,
                    """
                    + create privilege group analysts
                    + add Query, Search to privilege group analysts
                    + create role null
                    + create role reader
                    + grant * (database default, Collection books) to role reader
                    + grant GetLoadState (database default, collection *) to role reader
                    + grant GetLoadingProgress (database default, collection *) to role reader
                    + grant Load (database default, collection *) to role reader
                    + grant SelectUser (database *, User alice) to role reader
                    + grant analysts (database *, collection *) to role reader
                    + create user alice
                    + grant role null to user alice
                    + grant role public to user alice
                    + grant role reader to user alice
                    + create user yes
                    Changes: 15, none made. Use --yes to make them.
                    """),
                ""));
    assertThat(TARGET.client().users().list()).containsExactly("root");
    assertThat(TARGET.client().roles().list()).containsExactly("admin", "public");
  }

  @Test
  void whatWasExportedIsAppliedToAnEmptyServer() throws Exception {
    fill(SOURCE.client());
    Path passwords = folder.resolve("new-passwords");

    Outcome outcome = apply(SAMPLE, "--yes", "--passwords-out", passwords.toString());

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out())
        .contains("[15/15] + create user yes: done\nChanges made: 15.\n")
        .endsWith(
            "New users: 2. Their passwords are in %s; hand them out, and delete it.\n"
                .formatted(passwords));
    assertThat(export(TARGET)).isEqualTo(export(SOURCE));
    assertThat(apply(SAMPLE, "--prune", "--yes"))
        .isEqualTo(new Outcome(0, "Nothing to do on %s.\n".formatted(TARGET.endpoint()), ""));
    List<String> tokens = Files.readAllLines(passwords);
    assertThat(tokens)
        .hasSize(2)
        .anyMatch(line -> line.matches("alice:[A-Za-z0-9]{32}"))
        .anyMatch(line -> line.matches("yes:[A-Za-z0-9]{32}"));
    assertThat(outcome.out()).doesNotContain(tokens.get(0).substring("alice:".length()));
    assertThat(TARGET.client(tokens.get(0)).users().describe("alice").roles())
        .containsExactly("null", "public", "reader");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS) // has no such permissions
  void thePasswordsAreForTheirOwnerAlone() throws Exception {
    Path passwords = folder.resolve("new-passwords");

    apply("version: 1\nusers: {alice: {}}", "--yes", "--passwords-out", passwords.toString());

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(passwords)))
        .isEqualTo("rw-------");
  }

  /** Load goes, and takes GetLoadState with it, which is to stay. */
  @Test
  void whatIsNotDeclaredGoesOnlyIfToldSo() {
    fill(TARGET.client());
    TARGET.client().privilegeGroups().create("old");
    TARGET.client().roles().create("old");
    TARGET.client().roles().grant("old", "old");
    String declared =
        """
        version: 1
        privilegeGroups: {analysts: {privileges: [Query, Insert]}}
        roles:
          reader:
            description: ''
            grants:
            - {privilege: GetLoadState, database: default, collection: "*"}
            - {privilege: SelectUser, database: "*", objectType: User, object: alice}
        users:
          alice: {roles: [reader], description: librarian}
        """;
    String additions =
        """
        + add Insert to privilege group analysts
        ~ describe role reader as ""
        %s~ describe user alice as librarian
        """;

    assertThat(apply(declared))
        .isEqualTo(
            new Outcome(
                3,
                planFor(
                    TARGET,
                    additions.formatted("")
                        + """
                        Not declared, and left unchanged: --prune would make 12 more changes.
                        Changes: 3, none made. Use --yes to make them.
                        """),
                ""));
    assertThat(apply(declared, "--prune"))
        .isEqualTo(
            new Outcome(
                3,
                planFor(
                    TARGET,
                    """
                    - revoke role null from user alice
                    - revoke role public from user alice
                    - drop user yes
                    - drop role null
                    - revoke old (database *, collection *) from role old
                    - drop role old
                    - revoke * (database default, Collection books) from role reader
                    - revoke GetLoadingProgress (database default, collection *) from role reader
                    - revoke Load (database default, collection *) from role reader
                    - revoke analysts (database *, collection *) from role reader
                    - remove Search from privilege group analysts
                    - drop privilege group old
                    """
                        + additions.formatted(
                            "+ grant GetLoadState (database default, collection *) to role reader\n")
                        + "Changes: 16, none made. Use --yes to make them.\n"),
                ""));

    assertThat(apply(declared, "--prune", "--yes").out()).endsWith("Changes made: 16.\n");

    assertThat(export(TARGET))
        .isEqualTo(
            HEADER
                + """
                privilegeGroups:
                  analysts:
                    privileges: [Insert, Query]
                roles:
                  admin:
                    grants: []
                """
                + PUBLIC
                + """
                  reader:
                    grants:
                    - {privilege: GetLoadState, database: default, collection: "*"}
                    - {privilege: SelectUser, database: "*", objectType: User, object: alice}
                users:
                  alice:
                    description: librarian
                    roles: [reader]
                """);
  }

  @Test
  void listsThatAreLeftOutAreNotTouched() {
    fill(TARGET.client());

    assertThat(apply("version: 1\nroles: {reader: {}, 'null': {}}", "--prune"))
        .isEqualTo(new Outcome(0, "Nothing to do on %s.\n".formatted(TARGET.endpoint()), ""));
    assertThat(apply("version: 1\nusers: {alice: {}, 'yes': {}}", "--prune").exitCode()).isZero();
  }

  @Test
  void theCallerIsNotDroppedAndKeepsItsRoles() {
    String token = newAdministrator("ops");
    Map<String, String> asOps = Map.of("MILVUS_URI", TARGET.endpoint(), "MILVUS_TOKEN", token);

    for (String users : List.of("{}", "{ops: {roles: []}}")) {
      assertThat(Outcome.of(asOps, "version: 1\nusers: " + users, "apply", "-", "--prune", "--yes"))
          .isEqualTo(
              new Outcome(
                  0,
                  """
                  Nothing to do on %s.
                  Note: user ops runs this command, so it is not dropped, and no role is revoked from it.
                  """
                      .formatted(TARGET.endpoint()),
                  ""));
    }
    assertThat(TARGET.client().users().describe("ops").roles()).containsExactly("admin");
  }

  @Test
  void theCallerKeepsThePrivilegesThatItNeedsForTheRest() {
    MilvusAccessClient root = TARGET.client();
    String password = Secrets.fresh();
    root.privilegeGroups().create("managing");
    root.privilegeGroups().add("managing", "ManageOwnership", "SelectOwnership", "DropOwnership");
    root.roles().create("operator");
    root.roles().grant("operator", "managing");
    root.roles().grant("operator", "ListPrivilegeGroups");
    root.roles().grant("operator", "SelectUser");
    root.roles().create("reader");
    root.roles().grant("reader", "Search");
    root.users().create("ops", password);
    root.users().grantRole("ops", "operator");
    Map<String, String> asOps =
        Map.of("MILVUS_URI", TARGET.endpoint(), "MILVUS_TOKEN", "ops:" + password);
    String yaml = "version: 1\nprivilegeGroups: {}\nroles: {%s}\nusers: {}";

    assertThat(Outcome.of(asOps, yaml.formatted(""), "apply", "-", "--prune", "--yes"))
        .isEqualTo(
            new Outcome(
                0,
                """
                Plan for %s:
                - revoke Search (database *, collection *) from role reader
                - drop role reader
                Note: user ops runs this command, so it is not dropped, and no role is revoked from it.
                Note: user ops runs this command with the privileges of role operator, so nothing is removed from it.
                Note: user ops runs this command with the privileges of privilege group managing, so nothing is removed from it.
                [1/2] - revoke Search (database *, collection *) from role reader: done
                [2/2] - drop role reader: done
                Changes made: 2.
                """
                    .formatted(TARGET.endpoint()),
                ""));
    assertThat(
            Outcome.of(
                    asOps,
                    yaml.formatted("operator: {grants: []}"),
                    "apply",
                    "-",
                    "--prune",
                    "--yes")
                .out())
        .startsWith("Nothing to do on ")
        .contains("with the privileges of role operator, so nothing is removed from it");
    assertThat(root.roles().describe("operator").grants()).hasSize(3);
  }

  private static String newAdministrator(String name) {
    String password = Secrets.fresh();
    TARGET.client().users().create(name, password);
    TARGET.client().users().grantRole(name, "admin");
    return name + ":" + password;
  }

  @Test
  void aDroppedUserIsRefused() {
    String token = newAdministrator("bob");

    assertThat(apply("version: 1\nusers: {}", "--prune", "--yes").exitCode()).isZero();

    assertThatThrownBy(() -> TARGET.client(token).users().list())
        .isInstanceOf(UnauthenticatedException.class);
  }

  @Test
  void importIsExportAndApply() throws Exception {
    fill(SOURCE.client());
    Path tokenFile = Files.writeString(folder.resolve("token"), SOURCE.rootToken() + "\n");
    String[] command = {"import", "--from", SOURCE.endpoint(), "--from-token-file", tokenFile + ""};

    assertThat(run(TARGET, "", command).out()).isEqualTo(apply(SAMPLE).out());

    Outcome outcome =
        Outcome.of(
            Map.of("MILVUS_SOURCE_TOKEN", SOURCE.rootToken(), "MILVUS_TOKEN", TARGET.rootToken()),
            "",
            "import",
            "--from",
            SOURCE.endpoint(),
            "--endpoint",
            TARGET.endpoint(),
            "--yes",
            "--passwords-out",
            folder.resolve("new-passwords").toString());

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
    assertThat(export(TARGET)).isEqualTo(SAMPLE);
  }

  /** But for what it lists and would not take itself, or is not said to have any more. */
  @ParameterizedTest
  @ValueSource(strings = {"2.6.19", "3.0.0-beta"})
  void allThatAMilvusWasRecordedToHaveCanBeTakenOver(String version) throws Exception {
    String exported =
        Files.readAllLines(Path.of("src/test/resources/exported/milvus-" + version + ".yaml"))
            .stream()
            .filter(line -> !line.contains("\" c2 \"") && !line.contains("zzcl"))
            .map(line -> line + "\n")
            .collect(Collectors.joining());

    Outcome outcome =
        apply(exported, "--yes", "--passwords-out", folder.resolve("new-passwords").toString());

    assertThat(outcome.err()).isEmpty();
    assertThat(export(TARGET)).isEqualTo(exported);
  }

  @Test
  void withoutAPlaceForPasswordsNobodyIsCreated() throws Exception {
    Path passwords = Files.writeString(folder.resolve("old-passwords"), "alice:still-needed\n");
    String declared = "version: 1\nroles: {reader: {}}\nusers: {alice: {}}";

    assertThat(apply(declared, "--yes").err())
        .isEqualTo(
            "New users: 1. Name a new file for their passwords with --passwords-out; nothing was changed\n");
    Outcome exists = apply(declared, "--yes", "--passwords-out", passwords.toString());
    assertThat(exists.exitCode()).isEqualTo(2);
    assertThat(exists.err())
        .isEqualTo(
            "The file %s already exists and may contain passwords; nothing was changed\n"
                .formatted(passwords));
    Outcome nowhere = apply(declared, "--yes", "--passwords-out", folder + "/no/such/file");
    assertThat(nowhere.exitCode()).isEqualTo(1);
    assertThat(nowhere.err())
        .isEqualTo(
            "The file %s/no/such/file for the passwords cannot be written; nothing was changed\n"
                .formatted(folder));

    assertThat(Files.readString(passwords)).isEqualTo("alice:still-needed\n");
    assertThat(TARGET.client().roles().list()).containsExactly("admin", "public");
  }

  @Test
  void itStopsAtWhatIsRefusedAndSaysWhatWasDone() throws Exception {
    Path passwords = folder.resolve("new-passwords");
    String declared =
        """
        version: 1
        roles:
          reader: {grants: [{privilege: Serach, database: default, collection: "*"}]}
          writer: {}
        users: {alice: {}}
        """;

    Outcome outcome = apply(declared, "--yes", "--passwords-out", passwords.toString());

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out()).endsWith("[1/4] + create role reader: done\n");
    assertThat(outcome.err())
        .startsWith(
            "[2/4] + grant Serach (database default, collection *) to role reader: failed: ")
        .contains("not found the privilege name[Serach]")
        .endsWith(
            """

            Stopped. Changes made: 1; this one: not made; not tried: 3 to 4. It is safe to run this again.
            New users: 0. Their passwords are in %s; keep it.
            """
                .formatted(passwords));
    assertThat(TARGET.client().users().list()).containsExactly("root");
    assertThat(apply(declared.replace("Serach", "Search")).out())
        .isEqualTo(
            planFor(
                TARGET,
                """
                + grant Search (database default, collection *) to role reader
                + create role writer
                + create user alice
                Changes: 3, none made. Use --yes to make them.
                """));
  }

  @Test
  void whoMayNotReadIsToldSo() {
    String password = Secrets.fresh();
    TARGET.client().users().create("nobody", password);

    Outcome outcome =
        Outcome.of(
            Map.of("MILVUS_URI", TARGET.endpoint(), "MILVUS_TOKEN", "nobody:" + password),
            "version: 1",
            "apply",
            "-");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .contains("PrivilegeListPrivilegeGroups: permission deny to nobody")
        .hasLineCount(1)
        .doesNotContain(password);
  }

  @Test
  void anOutputThatCannotBeWrittenIsAFailure() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    Map<String, String> environment =
        Map.of("MILVUS_URI", TARGET.endpoint(), "MILVUS_TOKEN", TARGET.rootToken());
    Outcome failed = new Outcome(1, "", "The output cannot be written\n");

    assertThat(Outcome.of(environment, "", full, new ByteArrayOutputStream(), "export"))
        .isEqualTo(failed);
    assertThat(
            Outcome.of(
                environment,
                "version: 1\nroles: {reader: {}}",
                full,
                new ByteArrayOutputStream(),
                "apply",
                "-",
                "--yes"))
        .isEqualTo(failed);
    assertThat(TARGET.client().roles().list()).containsExactly("admin", "public");
  }
}
