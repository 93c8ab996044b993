package dev.milvusaccess.testing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandInBuilderTest {

  @ParameterizedTest
  @ValueSource(strings = {"admin", "public"})
  void leavesTheRolesOfEveryServerAlone(String role) {
    assertThatThrownBy(() -> StandIn.builder().role(role, "Insert"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The role " + role + " exists on every server; a @BeforeEach method can grant it more");
  }

  @Test
  void takesThemAsRolesOfAUser() {
    assertThatCode(() -> StandIn.builder().user("alice", "secret-1", "admin", "public"))
        .doesNotThrowAnyException();
  }
}
