package dev.milvusaccess.server.command;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which server, and who calls it. There is no option for a token: others could see it with ps. */
final class TargetOptions {

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description = "The server, as http://localhost:19530; else the variable MILVUS_URI.")
  private @Nullable String endpoint;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "A file that holds the token, user:password or an API key; else the variable MILVUS_TOKEN.")
  private @Nullable Path tokenFile;

  Server connect(Terminal terminal) {
    String address = endpoint == null ? terminal.variable("MILVUS_URI") : endpoint;
    if (address == null) {
      throw CommandFailure.wrongUse("Which server? Give --endpoint, or set MILVUS_URI");
    }
    return Server.of(address, Tokens.from(tokenFile, "--token-file", "MILVUS_TOKEN", terminal));
  }
}
