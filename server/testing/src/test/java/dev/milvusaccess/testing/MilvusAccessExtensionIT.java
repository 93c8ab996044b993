package dev.milvusaccess.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.milvusaccess.client.PermissionDeniedException;
import dev.milvusaccess.client.UnauthenticatedException;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MilvusAccessExtensionIT {

  @RegisterExtension
  static final MilvusAccessExtension milvus =
      MilvusAccessExtension.builder()
          .privilegeGroup("readers", "Query", "Search")
          .role("auditor", "SelectOwnership", "SelectUser")
          .role("reader", "readers")
          .grant("reader", "Insert", "default", "books")
          .user("alice", "secret-1", "auditor")
          .user("bob", "secret-2", "reader", "public")
          .build();

  @RepeatedTest(2)
  void dropsWhoIsThereAgainInTheNextTest() {
    assertThat(milvus.client().users().list()).containsExactly("alice", "bob", "root");
    assertThat(milvus.client("alice", "secret-1").users().exists("bob")).isTrue();

    milvus.client().users().drop("alice");

    assertThat(milvus.client().users().list()).containsExactly("bob", "root");
    assertThatThrownBy(() -> milvus.client("alice", "secret-1").users().list())
        .isInstanceOf(UnauthenticatedException.class);
    milvus.journal().verifyOnce("users/drop", "alice");
    milvus.journal().verifyNever("users/drop", "bob");
  }

  @Test
  void hasWhatItWasBuiltWith() {
    assertThat(milvus.client().users().describe("bob").roles()).containsExactly("public", "reader");
    assertThat(milvus.client().roles().describe("reader").grants())
        .extracting(grant -> grant.privilege() + " " + grant.dbName() + "." + grant.objectName())
        .containsExactlyInAnyOrder("readers *.*", "Insert default.books");
    assertThat(milvus.client().privilegeGroups().list().get("readers"))
        .containsExactlyInAnyOrder("Query", "Search");
  }

  @Test
  void checksPasswordsAndPrivileges() {
    assertThatThrownBy(() -> milvus.client("alice", "secret-2").users().list())
        .isInstanceOf(UnauthenticatedException.class);
    assertThatThrownBy(() -> milvus.client("bob", "secret-2").users().drop("alice"))
        .isInstanceOf(PermissionDeniedException.class);
  }

  @Nested
  class InNestedClasses {

    @RepeatedTest(2)
    void isTheSameServer() {
      assertThat(milvus.client().users().list()).isEqualTo(List.of("alice", "bob", "root"));
      milvus.client().users().create("carol", "secret-3");
    }
  }
}
