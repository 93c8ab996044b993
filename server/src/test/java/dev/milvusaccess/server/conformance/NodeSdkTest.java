package dev.milvusaccess.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.Secrets;
import dev.milvusaccess.server.testing.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The vendor's Node SDK runs its user and role calls unchanged. Needs npm; says so if it is
 * missing.
 */
class NodeSdkTest {

  private static final String SDK = "@zilliz/milvus2-sdk-node@3.0.6";
  private static final Path FOLDER = Path.of("target", "node-sdk");

  @RegisterExtension static final TestServer SERVER = TestServer.embedded();

  @Test
  void runsUnchanged() throws Exception {
    installSdk();
    String root = SERVER.rootToken();
    String output =
        run(
            FOLDER,
            "node",
            "check.cjs",
            SERVER.endpoint(),
            "root",
            root.substring("root:".length()),
            "sdk_user",
            Secrets.fresh());

    assertThat(output)
        .isEqualTo(
            """
            createUser {"code":0,"data":{}}
            createUser {"code":1100,"message":"user already exists: sdk_user: invalid parameter"}
            listUsers {"code":0,"data":["root","sdk_user"]}
            describeUser {"code":0,"data":[],"description":""}
            updateUserPassword {"code":0,"data":{}}
            createRole {"code":0,"data":{}}
            listRoles {"code":0,"data":["admin","public","sdk_role"]}
            grantRoleToUser {"code":0,"data":{}}
            describeUser {"code":0,"data":["sdk_role"],"description":""}
            grantPrivilegeToRole {"code":0,"data":{}}
            describeRole {"code":0,"data":[{"objectType":"Global","objectName":"*","privilege":"CreateCollection","dbName":"default","grantor":"root"}],"description":""}
            revokePrivilegeFromRole {"code":0,"data":{}}
            revokeRoleFromUser {"code":0,"data":{}}
            dropRole {"code":0,"data":{}}
            dropUser {"code":0,"data":{}}
            describeUser throws HTTP 401 : %s/v2/vectordb/users/describe - {"code":1800,"message":"user hasn't authenticated"}
            """
                .formatted(SERVER.endpoint()));
  }

  private static void installSdk() throws Exception {
    Files.createDirectories(FOLDER);
    Files.writeString(FOLDER.resolve("package.json"), "{\"private\":true}");
    Files.copy(
        Path.of("src", "test", "node", "check.cjs"),
        FOLDER.resolve("check.cjs"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    String problem = null;
    try {
      run(FOLDER, "npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", SDK);
    } catch (IOException e) {
      problem = "npm cannot be run here";
    } catch (IllegalStateException e) {
      problem = "npm cannot install " + SDK;
    }
    if (problem != null) {
      System.err.println("SKIPPED: the check of the vendor's Node SDK, because " + problem);
    }
    Assumptions.assumeTrue(problem == null, problem);
  }

  private static String run(Path folder, String... command) throws Exception {
    Process process =
        new ProcessBuilder(List.of(command))
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.to(Path.of("target", "node-sdk.log").toFile()))
            .start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IllegalStateException(command[0] + " failed: " + output);
    }
    return output;
  }
}
