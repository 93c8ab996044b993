package dev.milvusaccess.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.privileges.PrivilegeCatalogue;
import dev.milvusaccess.server.testing.Answer;
import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.Sample;
import dev.milvusaccess.server.testing.TestServer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * For every operation of the contract: who is let in. Being let in means any answer but 401 and
 * 403; what the operation then says is a matter of other tests.
 */
class PrivilegeMatrixTest {

  @RegisterExtension static final TestServer SERVER = TestServer.embedded();

  private static final String OF_NO_OPERATION = "role_of_what_no_operation_needs";

  private static final PrivilegeCatalogue CATALOGUE = new PrivilegeCatalogue();
  private static final Map<String, Api> WITH_EXACTLY = new HashMap<>();
  private static final Map<String, Api> WITH_EVERY_OTHER = new HashMap<>();
  private static Api admin;
  private static Api onlyPublic;

  static Stream<Sample> operations() {
    return Sample.ofEveryOperation();
  }

  @BeforeAll
  static void createCallers() {
    admin = SERVER.newUser("an_admin");
    SERVER.client().users().grantRole("an_admin", "admin");
    onlyPublic = SERVER.newUser("only_public");
    Set<String> required = new HashSet<>();
    operations().forEach(sample -> required.add(sample.privilege()));
    Set<String> ofNoOperation = everyOther(required);
    createRole(OF_NO_OPERATION, ofNoOperation);
    for (String privilege : required) {
      WITH_EXACTLY.put(privilege, callerWith("with_" + privilege, Set.of(privilege)));
      Set<String> others = everyOther(Set.of(privilege));
      others.removeAll(ofNoOperation); // which this caller has by a role that many have
      Api caller = callerWith("no_" + privilege, others);
      SERVER.client().users().grantRole("no_" + privilege, OF_NO_OPERATION);
      WITH_EVERY_OTHER.put(privilege, caller);
    }
  }

  /** All privileges that contain none of those in question. */
  private static Set<String> everyOther(Set<String> privileges) {
    Set<String> others = new HashSet<>();
    CATALOGUE.objectTypes().values().forEach(others::addAll);
    others.removeIf(
        other -> privileges.stream().anyMatch(privilege -> CATALOGUE.contains(other, privilege)));
    return others;
  }

  private static void createRole(String role, Set<String> privileges) {
    SERVER.client().roles().create(role);
    for (String privilege : privileges) {
      SERVER.client().roles().grant(role, privilege);
    }
  }

  private static Api callerWith(String name, Set<String> privileges) {
    createRole("role_" + name, privileges);
    Api caller = SERVER.newUser(name);
    SERVER.client().users().grantRole(name, "role_" + name);
    return caller;
  }

  @ParameterizedTest
  @MethodSource("operations")
  void rootIsLetIn(Sample sample) {
    assertLetIn(SERVER.root(), sample);
  }

  @ParameterizedTest
  @MethodSource("operations")
  void theRoleAdminIsLetIn(Sample sample) {
    assertLetIn(admin, sample);
  }

  @ParameterizedTest
  @MethodSource("operations")
  void theRolePublicAloneIsDenied(Sample sample) {
    onlyPublic.send(sample.operation(), sample.body()).isDenied(sample.privilege(), "only_public");
  }

  @ParameterizedTest
  @MethodSource("operations")
  void aRoleWithExactlyTheRequiredPrivilegeIsLetIn(Sample sample) {
    assertLetIn(WITH_EXACTLY.get(sample.privilege()), sample);
  }

  @ParameterizedTest
  @MethodSource("operations")
  void aRoleWithEveryOtherPrivilegeIsDenied(Sample sample) {
    WITH_EVERY_OTHER
        .get(sample.privilege())
        .send(sample.operation(), sample.body())
        .isDenied(sample.privilege(), "no_" + sample.privilege());
  }

  private static void assertLetIn(Api caller, Sample sample) {
    Answer answer = caller.send(sample.operation(), sample.body());
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }
}
