package dev.milvusaccess.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.FreePort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** The commands meet servers that are not ours: real ones as recorded, liars, and broken ones. */
class ForeignServersTest {

  @TempDir Path folder;

  private static Outcome run(StubMilvus server, String input, String... args) {
    return Outcome.of(
        Map.of("MILVUS_URI", server.endpoint(), "MILVUS_TOKEN", "root:top-secret"), input, args);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.6.19", "3.0.0-beta"})
  void aMilvusIsExportedAsItWasRecorded(String version) throws Exception {
    String expected =
        Files.readString(Path.of("src/test/resources/exported/milvus-" + version + ".yaml"));
    try (StubMilvus milvus = StubMilvus.answering(RecordedMilvus.of(version))) {
      Outcome outcome = run(milvus, "", "export");

      assertThat(outcome.err()).isEmpty();
      assertThat(outcome.out()).isEqualTo(expected);
      assertThat(run(milvus, outcome.out(), "apply", "-", "--prune"))
          .isEqualTo(new Outcome(0, "Nothing to do on %s.\n".formatted(milvus.endpoint()), ""));
    }
  }

  @Test
  void aServerThatDiesInTheMiddleGivesNoHalfExport() {
    AtomicInteger asked = new AtomicInteger();
    try (StubMilvus server =
        StubMilvus.answering(
            (operation, body) ->
                asked.incrementAndGet() > 4
                    ? null
                    : StubMilvus.EMPTY_SERVER.answer(operation, body))) {
      Outcome outcome = run(server, "", "export");

      assertThat(outcome.exitCode()).isEqualTo(1);
      assertThat(outcome.out()).isEmpty();
      assertThat(outcome.err()).contains("users/list").hasLineCount(1);
    }
  }

  @Test
  void nobodyThere() {
    Outcome outcome =
        Outcome.of(
            Map.of("MILVUS_TOKEN", "root:top-secret"),
            "",
            "export",
            "--endpoint",
            "http://localhost:" + FreePort.find());

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains("privilege_groups/list").hasLineCount(1);
  }

  /** Applied elsewhere with --prune, such an export would drop everybody. */
  @Test
  void aServerThatListsNothingIsNotBelieved() {
    try (StubMilvus server =
        StubMilvus.answering(
            (operation, body) ->
                operation.equals("privilege_groups/list")
                    ? StubMilvus.EMPTY_SERVER.answer(operation, body)
                    : "{\"code\":0,\"data\":[]}")) {
      assertThat(run(server, "", "export"))
          .isEqualTo(
              new Outcome(
                  1,
                  "",
                  "%s lists no role at all, so it is not a Milvus, or its answer is wrong\n"
                      .formatted(server.endpoint())));
    }
    try (StubMilvus server =
        StubMilvus.answering(
            (operation, body) ->
                operation.equals("users/list")
                    ? "{\"code\":0,\"data\":[\"root\",\" \"]}"
                    : StubMilvus.EMPTY_SERVER.answer(operation, body))) {
      assertThat(run(server, "", "export"))
          .isEqualTo(new Outcome(1, "", server.endpoint() + " lists a user without a name\n"));
    }
    try (StubMilvus server = StubMilvus.answering((operation, body) -> "{\"code\":0}")) {
      assertThat(run(server, "", "export").exitCode()).isEqualTo(1);
    }
  }

  @Test
  void aServerThatConfirmsAndDoesNothingIsFoundOut() {
    try (StubMilvus server = StubMilvus.answering(StubMilvus.EMPTY_SERVER)) {
      Outcome outcome =
          run(server, "version: 1\nroles: {reader: {}, writer: {}}", "apply", "-", "--yes");

      assertThat(outcome)
          .isEqualTo(
              new Outcome(
                  1,
                  """
                  Plan for %s:
                  + create role reader
                  + create role writer
                  [1/2] + create role reader: done
                  [2/2] + create role writer: done
                  """
                      .formatted(server.endpoint()),
                  "All changes were confirmed, but 2 are missing, or somebody undid them; the first: + create role reader\n"));
    }
  }

  /** The first reading sees the user before it was dropped; the second and third agree. */
  @Test
  void anExportIsOfOneMoment() {
    AtomicInteger listings = new AtomicInteger();
    try (StubMilvus server =
        StubMilvus.answering(
            (operation, body) ->
                operation.equals("users/list") && listings.incrementAndGet() == 1
                    ? "{\"code\":0,\"data\":[\"root\",\"alice\"]}"
                    : StubMilvus.EMPTY_SERVER.answer(operation, body))) {
      Outcome outcome = run(server, "", "export");

      assertThat(outcome.exitCode()).isZero();
      assertThat(outcome.out()).endsWith("users: {}\n");
      assertThat(Collections.frequency(server.operations(), "users/list")).isEqualTo(3);
    }
  }

  @Test
  void aServerThatChangesAllTheTimeIsGivenUp() {
    AtomicInteger listings = new AtomicInteger();
    try (StubMilvus server =
        StubMilvus.answering(
            (operation, body) ->
                operation.equals("users/list")
                    ? "{\"code\":0,\"data\":[\"root\",\"u%d\"]}"
                        .formatted(listings.incrementAndGet())
                    : StubMilvus.EMPTY_SERVER.answer(operation, body))) {
      assertThat(run(server, "", "export"))
          .isEqualTo(
              new Outcome(
                  1,
                  "",
                  "%s kept changing while it was read; try again when nobody changes it\n"
                      .formatted(server.endpoint())));
      assertThat(listings).hasValue(5);
    }
  }

  /** With blanks around it, some Milvus would drop root. */
  @Test
  void rootIsNotDroppedByAnotherName() {
    try (StubMilvus server =
        StubMilvus.answering(
            (operation, body) ->
                operation.equals("users/list")
                    ? "{\"code\":0,\"data\":[\"root\",\" root \",\"bob\"]}"
                    : StubMilvus.EMPTY_SERVER.answer(operation, body))) {
      assertThat(run(server, "version: 1\nusers: {}", "apply", "-", "--prune").out())
          .isEqualTo(
              """
              Plan for %s:
              - drop user bob
              Changes: 1, none made. Use --yes to make them.
              """
                  .formatted(server.endpoint()));
    }
  }

  /** Its lines go to a terminal, and its names into a file of tokens. */
  @Test
  void aHostileServerWritesNoLinesOfItsOwn() {
    String name = "eve\n\u001b[2Jdone";
    String users = JsonMapper.shared().writeValueAsString(List.of("root", name));
    StubMilvus.Answers hostile =
        (operation, body) ->
            operation.equals("users/list")
                ? "{\"code\":0,\"data\":%s}".formatted(users)
                : StubMilvus.EMPTY_SERVER.answer(operation, body);
    try (StubMilvus server = StubMilvus.answering(hostile);
        StubMilvus empty = StubMilvus.answering(StubMilvus.EMPTY_SERVER)) {
      assertThat(run(server, "", "export").out())
          .endsWith("users:\n  ? \"eve\\n\\e[2Jdone\"\n  : roles: []\n");
      assertThat(run(server, "version: 1\nusers: {}", "apply", "-", "--prune").out())
          .contains("\n- drop user \"eve\\u000A\\u001B[2Jdone\"\n");
      assertThat(
              Outcome.of(
                  Map.of("MILVUS_SOURCE_TOKEN", "a:b", "MILVUS_TOKEN", "root:top-secret"),
                  "",
                  "import",
                  "--from=" + server.endpoint(),
                  "--endpoint=" + empty.endpoint(),
                  "--yes",
                  "--passwords-out=" + folder.resolve("new-passwords")))
          .isEqualTo(
              new Outcome(
                  1,
                  "",
                  "The user \"eve\\u000A\\u001B[2Jdone\" cannot be created: its name has a colon, blanks around it, or invisible characters\n"));
      assertThat(folder.resolve("new-passwords")).doesNotExist();
    }
  }

  /** The password is in the file, in case that the user is there. */
  @Test
  void anAnswerThatIsLostIsSaidToBePerhaps() throws Exception {
    Path passwords = folder.resolve("new-passwords");
    try (StubMilvus server =
        StubMilvus.answering(
            (operation, body) ->
                operation.equals("users/create")
                    ? null
                    : StubMilvus.EMPTY_SERVER.answer(operation, body))) {
      Outcome outcome =
          run(
              server,
              "version: 1\nusers: {alice: {roles: [public]}}",
              "apply",
              "-",
              "--yes",
              "--passwords-out",
              passwords.toString());

      assertThat(outcome.exitCode()).isEqualTo(1);
      assertThat(outcome.err())
          .startsWith("[1/2] + create user alice: failed: ")
          .endsWith(
              """

              Stopped. Changes made: 0; this one: perhaps; not tried: 2 to 2. It is safe to run this again.
              New users: 0. Their passwords are in %s; keep it.
              """
                  .formatted(passwords))
          .doesNotContain("top-secret");
      assertThat(Files.readString(passwords)).matches("alice:[A-Za-z0-9]{32}\n");
      assertThat(outcome.err()).doesNotContain(Files.readString(passwords).substring(6).strip());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "export|The server is missing: give --endpoint, or set MILVUS_URI",
        "export --endpoint=http://localhost|The token is missing: set MILVUS_TOKEN to user:password, or give --token-file",
        "export --endpoint=localhost --token-file=pom.xml|The file pom.xml for the token is too long for a token",
        "export --endpoint=http://localhost --token-file=no-such-file|The file no-such-file for the token cannot be read",
        "export --token=root:top-secret|There is no option --token; see milvus-access export --help",
        "export --token root:top-secret|There is no option --token; see milvus-access export --help",
        "export root:top-secret|There are too many arguments; see milvus-access export --help",
        "apply|Missing required parameter: 'FILE'; see milvus-access apply --help",
        "apply no-such-file|no-such-file: it cannot be read",
        "apply --pruned -|There is no option --pruned; see milvus-access apply --help",
        "apply @pom.xml|@pom.xml: it cannot be read",
        "import|Missing required option: '--from=URL'; see milvus-access import --help",
      })
  void wrongUse(String example) {
    String[] parts = example.split("\\|", 2);

    assertThat(Outcome.of(Map.of(), "", parts[0].split(" ", -1)))
        .isEqualTo(new Outcome(2, "", parts[1] + "\n"));
  }

  @Test
  void anEndpointThatIsNone() {
    assertThat(
            Outcome.of(
                Map.of("MILVUS_URI", "localhost:19530", "MILVUS_TOKEN", "root:top-secret"),
                "",
                "export"))
        .isEqualTo(
            new Outcome(
                2,
                "",
                "The endpoint must be http://host:port or https://host:port, but is localhost:19530\n"));
  }

  @Test
  void helpTellsHowItEnds() {
    Outcome help = Outcome.of(Map.of(), "", "apply", "--help");

    assertThat(help.exitCode()).isZero();
    assertThat(help.out())
        .startsWith("Usage: milvus-access apply ")
        .contains("--prune", "--passwords-out=FILE", "Exit codes: 0 done");
    assertThat(Outcome.of(Map.of(), "", "export", "--version").out())
        .isEqualTo("milvus-access (not packaged)\n");
  }
}
