package dev.milvusaccess.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.TestServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RestartTest {

  @RegisterExtension static final TestServer SERVER = TestServer.embedded();

  @Test
  void whatWasThereIsThereAndWhatWasDroppedIsNot() {
    Api kept = SERVER.newUser("kept");
    Api dropped = SERVER.newUser("dropped");
    SERVER.client().users().grantRole("kept", "admin");
    SERVER.client().users().drop("dropped");

    SERVER.stop();
    SERVER.start();

    assertThat(SERVER.client().users().list()).isEqualTo(List.of("kept", "root"));
    assertThat(SERVER.client().users().describe("kept").roles()).isEqualTo(List.of("admin"));
    assertThat(new Api(SERVER.endpoint(), kept.token()).isLetIn()).isTrue();
    assertThat(new Api(SERVER.endpoint(), dropped.token()).isLetIn()).isFalse();
  }
}
