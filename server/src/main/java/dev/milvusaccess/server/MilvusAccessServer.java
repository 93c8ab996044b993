package dev.milvusaccess.server;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the server. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class MilvusAccessServer {

  public static void main(String[] args) {
    SpringApplication.run(MilvusAccessServer.class, args);
  }
}
