package dev.milvusaccess.server.command;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which server, and who calls it. There is no option for a token: others could see it with ps. */
final class TargetOptions {

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description = "The server, such as http://localhost:19530. Default: the variable MILVUS_URI.")
  private @Nullable String endpoint;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "A file that contains the token, user:password or an API key. Default: the variable MILVUS_TOKEN.")
  private @Nullable Path tokenFile;

  Server connect(Terminal terminal) {
    String address = endpoint == null ? terminal.variable("MILVUS_URI") : endpoint;
    if (address == null) {
      throw CommandFailure.wrongUse("The server is missing: give --endpoint, or set MILVUS_URI");
    }
    return Server.of(address, Tokens.from(tokenFile, "--token-file", "MILVUS_TOKEN", terminal));
  }
}
