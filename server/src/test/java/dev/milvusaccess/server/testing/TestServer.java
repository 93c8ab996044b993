package dev.milvusaccess.server.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.client.MilvusAccessClient;
import dev.milvusaccess.server.MilvusAccessServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.util.FileSystemUtils;

/**
 * The server in this process, on free ports, with a store of its own, watched by the contract. Made
 * once for a test class; after each test it fails the test if an exchange broke the contract.
 */
public class TestServer implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

  /**
   * Finds the components among the classes of the product, and not among the many of the tests;
   * once for all servers of this process.
   */
  private static final ResourceLoader PRODUCT =
      new PathMatchingResourcePatternResolver() {
        private final Map<String, Resource[]> found = new ConcurrentHashMap<>();

        @Override
        public Resource[] getResources(String pattern) throws IOException {
          Resource[] known = found.get(pattern);
          if (known == null) {
            known =
                Stream.of(super.getResources(pattern))
                    .filter(resource -> !resource.getDescription().contains("test-classes"))
                    .toArray(Resource[]::new);
            found.put(pattern, known);
          }
          return known;
        }
      };

  private final Map<String, Object> settings = new LinkedHashMap<>();
  private final List<Class<?>> sources = new ArrayList<>();
  private String rootPassword = Secrets.fresh();
  private boolean postgres;
  private TestServer first;
  private String databaseUrl;
  private ConfigurableApplicationContext context;
  private Path folder;

  private TestServer() {
    sources.add(MilvusAccessServer.class);
    sources.add(Watched.class);
  }

  /** With the embedded store, in a new folder. */
  public static TestServer embedded() {
    return new TestServer();
  }

  /** With a database of PostgreSQL, made when the test class begins. */
  public static TestServer postgres() {
    TestServer server = new TestServer();
    server.postgres = true;
    return server;
  }

  /** Another node on the database of this one, which must be listed before it. */
  public TestServer anotherNode() {
    TestServer node = new TestServer();
    node.first = this;
    node.rootPassword = rootPassword;
    return node;
  }

  /** Adds a setting, {@code name=value}. */
  public TestServer with(String setting) {
    int equals = setting.indexOf('=');
    settings.put(setting.substring(0, equals), setting.substring(equals + 1));
    return this;
  }

  /** Adds beans. */
  public TestServer with(Class<?> configuration) {
    sources.add(configuration);
    return this;
  }

  @Override
  public void beforeAll(ExtensionContext test) throws Exception {
    folder = Files.createTempDirectory("milvus-access-test");
    if (postgres) {
      databaseUrl = Postgres.newDatabase();
    } else if (first != null) {
      databaseUrl = first.databaseUrl;
    }
    start();
  }

  /** Starts the server; its data is what it was when it was stopped. */
  public void start() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("server.port", 0);
    all.put("management.server.port", 0);
    all.put("milvus-access.data-dir", folder);
    all.put("milvus-access.root-password", rootPassword);
    all.put("milvus-access.bcrypt-strength", 4);
    all.put("milvus-access.login-limits.per-user-and-address", 0);
    all.put("milvus-access.login-limits.per-address", 0);
    if (databaseUrl != null) {
      all.put("spring.datasource.url", databaseUrl);
    }
    all.putAll(settings);
    context =
        new SpringApplicationBuilder(sources.toArray(Class<?>[]::new))
            .resourceLoader(PRODUCT)
            .run(
                all.entrySet().stream()
                    .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                    .toArray(String[]::new));
    SecretScanner.attach();
  }

  /** Stops the server as an operator would. */
  public void stop() {
    context.close();
  }

  @Override
  public void afterEach(ExtensionContext test) {
    assertThat(context.getBean(ContractFilter.class).takeDeviations())
        .as("deviations from the contract")
        .isEmpty();
  }

  @Override
  public void afterAll(ExtensionContext test) throws Exception {
    context.close();
    FileSystemUtils.deleteRecursively(folder);
  }

  /** Scheme, host and port. */
  public String endpoint() {
    String scheme = settings.containsKey("server.ssl.bundle") ? "https" : "http";
    return scheme + "://localhost:" + context.getEnvironment().getProperty("local.server.port");
  }

  /** Scheme, host and port of health and metrics. */
  public String managementEndpoint() {
    return "http://localhost:" + context.getEnvironment().getProperty("local.management.port");
  }

  /** Raw calls as root. */
  public Api root() {
    return new Api(endpoint(), rootToken());
  }

  /** The typed client, as root. */
  public MilvusAccessClient client() {
    return client(rootToken());
  }

  /** The typed client, as anybody. */
  public MilvusAccessClient client(String token) {
    return MilvusAccessClient.builder().endpoint(endpoint()).token(token).build();
  }

  /** The token of root. */
  public String rootToken() {
    return "root:" + rootPassword;
  }

  /** Creates a user with a new password; answers raw calls as that user. */
  public Api newUser(String name) {
    String password = Secrets.fresh();
    root().call("users/create", "userName", name, "password", password).isDone();
    return root().as(name, password);
  }

  /** Makes the store fail. */
  public Faults faults() {
    return context.getBean(Faults.class);
  }

  /** A bean of the server. */
  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /** Where the store is, for a connection past the server. */
  public String jdbcUrl() {
    return databaseUrl == null ? "jdbc:sqlite:" + folder.resolve("access.db") : databaseUrl;
  }

  /** The folder of the embedded store. */
  public Path folder() {
    return folder;
  }

  /** What every test server has besides the product. */
  @TestConfiguration(proxyBeanMethods = false)
  static class Watched {

    @Bean
    ContractFilter contractFilter() {
      return new ContractFilter();
    }

    @Bean
    static Faults faults() {
      return new Faults();
    }
  }
}
