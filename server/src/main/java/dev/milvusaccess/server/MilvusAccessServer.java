package dev.milvusaccess.server;

import dev.milvusaccess.server.command.AccessCommand;
import dev.milvusaccess.server.startup.BackupCommand;
import dev.milvusaccess.server.startup.BuildTimeBeans;
import dev.milvusaccess.server.startup.CarrierThreads;
import dev.milvusaccess.server.startup.CommandLine;
import dev.milvusaccess.server.startup.RootPasswordCommand;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.actuate.autoconfigure.audit.AuditAutoConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;

/** Starts the server. */
// Boot would answer errors with a page of its own; ours are answered in the envelope.
// Boot would write events into the audit trail that are no changes.
@SpringBootApplication(exclude = {ErrorMvcAutoConfiguration.class, AuditAutoConfiguration.class})
@ConfigurationPropertiesScan
public class MilvusAccessServer {

  public static void main(String[] args) {
    if (AccessCommand.isAskedFor(args)) {
      System.exit(AccessCommand.run(args));
    }
    if (BackupCommand.isAskedFor(args)) {
      System.exit(BackupCommand.run(args, System.out, System.err));
    }
    String version = MilvusAccessServer.class.getPackage().getImplementationVersion();
    if (CommandLine.answers(args, version, System.out)) {
      return;
    }
    if (RootPasswordCommand.isMeant(args)) {
      System.exit(RootPasswordCommand.run(MilvusAccessServer.class, args, System.in));
    }
    CarrierThreads.addOneForTheDisk();
    SpringApplication server = new SpringApplication(MilvusAccessServer.class);
    server.addListeners(new BuildTimeBeans());
    server.run(args);
  }
}
