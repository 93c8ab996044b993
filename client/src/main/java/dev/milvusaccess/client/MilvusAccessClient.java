package dev.milvusaccess.client;

import dev.milvusaccess.client.internal.generated.ApiClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Manages the users of milvus-access, Milvus or Zilliz Cloud.
 *
 * <pre>{@code
 * var client = MilvusAccessClient.builder()
 *     .endpoint("http://localhost:19530").token("root:Milvus").build();
 * client.users().drop("alice");
 * }</pre>
 *
 * <p>Immutable and thread-safe; one instance serves a whole program and keeps its connections.
 */
public final class MilvusAccessClient {

  /** The answer of a server that gave up in time may need this long to arrive. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final Connection connection;
  private final Duration timeout;
  private final Users users;
  private final Roles roles;
  private final PrivilegeGroups privilegeGroups;

  private MilvusAccessClient(Connection connection, Duration timeout) {
    this.connection = connection;
    this.timeout = timeout;
    ApiClient generated = connection.generated(timeout.plus(GRACE));
    int seconds = wholeSeconds(timeout);
    this.users = new Users(generated, seconds);
    this.roles = new Roles(generated, seconds);
    this.privilegeGroups = new PrivilegeGroups(generated, seconds);
  }

  /** Starts building a client. */
  public static Builder builder() {
    return new Builder();
  }

  /** The users of the server. */
  public Users users() {
    return users;
  }

  /** The roles of the server. */
  public Roles roles() {
    return roles;
  }

  /** The privilege groups of the server. */
  public PrivilegeGroups privilegeGroups() {
    return privilegeGroups;
  }

  /**
   * A view of this client whose calls have another time limit; both share their connections.
   *
   * @param limit of one call; the server is told whole seconds (at least 1, rounded down), and the
   *     client gives its answer one more second to arrive
   */
  public MilvusAccessClient withTimeout(Duration limit) {
    return new MilvusAccessClient(connection, requirePositive(limit));
  }

  /** Names the server, not the token. */
  @Override
  public String toString() {
    return "MilvusAccessClient[" + connection.endpoint() + ", timeout " + timeout + "]";
  }

  private static int wholeSeconds(Duration limit) {
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, limit.toSeconds()));
  }

  private static Duration requirePositive(Duration limit) {
    if (limit.isZero() || limit.isNegative()) {
      throw new IllegalArgumentException("The timeout must be positive, but is " + limit);
    }
    return limit;
  }

  /** What the views of one client share. */
  private record Connection(URI endpoint, Token token, HttpClient network) {

    ApiClient generated(Duration patience) {
      HttpClient checked = new CheckedHttpClient(network, patience);
      ApiClient client =
          new ApiClient() {
            @Override
            public HttpClient getHttpClient() {
              return checked;
            }
          };
      client.updateBaseUri(endpoint.toString());
      client.setRequestInterceptor(request -> request.header("Authorization", token.header()));
      return client;
    }
  }

  /** Collects what a client needs: an endpoint and a token. */
  public static final class Builder {

    private @Nullable URI endpoint;
    private @Nullable Token token;
    private Duration timeout = Duration.ofSeconds(30);
    private Duration connectTimeout = Duration.ofSeconds(5);
    private @Nullable HttpClient httpClient;

    private Builder() {}

    /**
     * Where the server is, as {@code http://localhost:19530}. Required.
     *
     * @throws IllegalArgumentException if this is no http or https address
     */
    public Builder endpoint(String address) {
      URI uri =
          URI.create(address.endsWith("/") ? address.substring(0, address.length() - 1) : address);
      if (uri.getHost() == null
          || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        throw new IllegalArgumentException(
            "The endpoint must be http://host:port or https://host:port");
      }
      if (uri.getUserInfo() != null) {
        throw new IllegalArgumentException("The endpoint must not hold a password; use token()");
      }
      this.endpoint = uri;
      return this;
    }

    /**
     * Who calls: {@code user:password}, or an API key of Zilliz Cloud. Required.
     *
     * @throws IllegalArgumentException if it is blank
     */
    public Builder token(String credential) {
      if (credential.isBlank()) {
        throw new IllegalArgumentException("The token must not be blank");
      }
      this.token = new Token(credential);
      return this;
    }

    /** The time limit of each call; 30 seconds if not set. See {@link #withTimeout}. */
    public Builder timeout(Duration limit) {
      this.timeout = requirePositive(limit);
      return this;
    }

    /**
     * How long to wait for a connection; 5 seconds if not set. Ignored with {@link #httpClient}.
     */
    public Builder connectTimeout(Duration limit) {
      this.connectTimeout = requirePositive(limit);
      return this;
    }

    /** The JDK client to send with, for a proxy or certificates of one's own. */
    public Builder httpClient(HttpClient client) {
      this.httpClient = client;
      return this;
    }

    /**
     * Builds the client. No connection is made yet.
     *
     * @throws IllegalStateException if the endpoint or the token is missing
     */
    public MilvusAccessClient build() {
      if (endpoint == null || token == null) {
        throw new IllegalStateException("A client needs an endpoint and a token");
      }
      HttpClient network =
          Objects.requireNonNullElseGet(
              httpClient,
              () ->
                  HttpClient.newBuilder()
                      .version(HttpClient.Version.HTTP_1_1)
                      .connectTimeout(connectTimeout)
                      .build());
      return new MilvusAccessClient(new Connection(endpoint, token, network), timeout);
    }
  }
}
