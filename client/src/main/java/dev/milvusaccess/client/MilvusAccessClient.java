package dev.milvusaccess.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Manages the users of milvus-access, Milvus (2.4 and later) or Zilliz Cloud.
 *
 * <pre>{@code
 * var client = MilvusAccessClient.builder()
 *     .endpoint("http://localhost:19530").token("root:Milvus").build();
 * client.users().drop("alice");
 * }</pre>
 *
 * <p>A call has one deadline, which covers connecting, sending, waiting and all its attempts. It is
 * retried, after a pause, only where that is safe: if nothing was sent; if the server says that it
 * did nothing and when to retry (429 and 503 with {@code Retry-After}); or if the operation is
 * idempotent.
 *
 * <p>Immutable and thread-safe; one instance serves a whole program and keeps its connections.
 */
public final class MilvusAccessClient {

  private final Caller caller;
  private final Connection connection;
  private final Duration timeout;

  private MilvusAccessClient(Connection connection, Duration timeout) {
    this.connection = connection;
    this.timeout = timeout;
    this.caller = Caller.withLimit(connection, timeout);
  }

  /** Starts building a client. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * A client configured by environment variables: {@code MILVUS_URI} is the endpoint and {@code
   * MILVUS_TOKEN} the token.
   *
   * @throws IllegalStateException if one of them is not set
   * @throws IllegalArgumentException if one of them cannot be used
   */
  public static MilvusAccessClient fromEnvironment() {
    return fromEnvironment(System::getenv);
  }

  @SuppressWarnings("NullAway") // a variable that is not set is null
  static MilvusAccessClient fromEnvironment(UnaryOperator<String> environment) {
    return builder()
        .endpoint(required(environment, "MILVUS_URI"))
        .token(required(environment, "MILVUS_TOKEN"))
        .build();
  }

  private static String required(UnaryOperator<String> environment, String name) {
    String value = environment.apply(name);
    if (value == null || value.isBlank()) {
      throw new IllegalStateException("The environment variable " + name + " is not set");
    }
    return value;
  }

  /** The users of the server. */
  public Users users() {
    return new Users(caller);
  }

  /** The roles of the server. */
  public Roles roles() {
    return new Roles(caller);
  }

  /** The privilege groups of the server. */
  public PrivilegeGroups privilegeGroups() {
    return new PrivilegeGroups(caller);
  }

  /**
   * Calls an operation that this client has no method for.
   *
   * @param body the parameters, written as JSON: strings, numbers, and lists and maps of these
   * @return the {@code data} of the answer; null only for {@link Void}
   * @throws MilvusAccessException as for any other operation
   * @throws IllegalArgumentException if the body cannot be written as JSON
   */
  public <T> @Nullable T call(CustomOperation<T> operation, Map<String, ?> body) {
    return CustomCall.send(caller, operation, body);
  }

  /** The asynchronous view of this client; both share their connections. */
  public AsyncMilvusAccessClient async() {
    return new AsyncMilvusAccessClient(caller);
  }

  /**
   * A view of this client with a different deadline; both share their connections.
   *
   * @param limit for one call with all its attempts; the server is sent whole seconds (at least 1,
   *     and less than the time left, so that its answer has time to arrive)
   */
  public MilvusAccessClient withTimeout(Duration limit) {
    return new MilvusAccessClient(connection, requirePositive(limit));
  }

  /** Names the server, not the token. */
  @Override
  public String toString() {
    return "MilvusAccessClient[" + connection + ", timeout " + timeout + "]";
  }

  private static Duration requirePositive(Duration limit) {
    if (limit.isZero() || limit.isNegative()) {
      throw new IllegalArgumentException("The timeout must be positive, but is " + limit);
    }
    return limit;
  }

  /** Collects what a client needs: an endpoint and a token. Not thread-safe. */
  public static final class Builder {

    private @Nullable URI endpoint;
    private @Nullable Token token;
    private Duration timeout = Duration.ofSeconds(10);
    private Duration connectTimeout = Duration.ofSeconds(5);
    private int maxAttempts = 4;
    private @Nullable HttpClient httpClient;
    private final List<Interceptor> interceptors = new ArrayList<>();
    private final Set<String> allowedHeaders = new TreeSet<>();

    private Builder() {}

    /**
     * Where the server is, as {@code http://localhost:19530}; a trailing {@code /v2/vectordb} is
     * removed. Required.
     *
     * @throws IllegalArgumentException if this is not an http or https address, or contains a
     *     password, a query, a fragment, or a host name with an underscore
     */
    public Builder endpoint(String address) {
      this.endpoint = Endpoint.parse(address);
      return this;
    }

    /**
     * The caller's token: {@code user:password}, or an API key of Zilliz Cloud; trailing line ends
     * are removed. Required.
     *
     * @throws IllegalArgumentException if it is blank or cannot be sent; the message does not show
     *     it
     */
    public Builder token(String credential) {
      this.token = new Token(credential);
      return this;
    }

    /** The deadline of each call; 10 seconds if not set. See {@link #withTimeout}. */
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

    /**
     * The maximum number of attempts, where retrying is safe; 4 if not set, 1 for no retries.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder maxAttempts(int attempts) {
      if (attempts < 1) {
        throw new IllegalArgumentException("There must be at least 1 attempt, not " + attempts);
      }
      this.maxAttempts = attempts;
      return this;
    }

    /**
     * The JDK client to use, for a proxy or custom certificates.
     *
     * @throws IllegalArgumentException if it follows redirects: it would send the token to their
     *     targets, and treat an answer from there as the server's
     */
    public Builder httpClient(HttpClient client) {
      if (client.followRedirects() != HttpClient.Redirect.NEVER) {
        throw new IllegalArgumentException(
            "The HTTP client must not follow redirects: build it with Redirect.NEVER");
      }
      this.httpClient = client;
      return this;
    }

    /**
     * Adds an interceptor that sees each attempt; interceptors are called in the order in which
     * they were added.
     */
    public Builder interceptor(Interceptor interceptor) {
      this.interceptors.add(Objects.requireNonNull(interceptor, "interceptor"));
      return this;
    }

    /**
     * Lets interceptors see and send more headers than the default ones for traces, ids, sizes and
     * times.
     *
     * @throws IllegalArgumentException for headers that carry credentials
     */
    public Builder allowHeaders(String... names) {
      for (String name : names) {
        this.allowedHeaders.add(AllowedHeaders.requireHarmless(name));
      }
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
      Connection connection =
          new Connection(
              endpoint,
              token,
              httpClient == null ? newHttpClient() : httpClient,
              new Retries(maxAttempts),
              List.copyOf(interceptors),
              new AllowedHeaders(allowedHeaders),
              new CallerThreads());
      return new MilvusAccessClient(connection, timeout);
    }

    private HttpClient newHttpClient() {
      return HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(connectTimeout)
          .build();
    }

    /** Names the server, not the token. */
    @Override
    public String toString() {
      return "MilvusAccessClient.Builder[" + endpoint + "]";
    }
  }
}
