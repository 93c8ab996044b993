package dev.milvusaccess.testing;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Stands before the server: it hands requests on, notes them, and lets go wrong what is to go
 * wrong. The server itself knows nothing of faults.
 */
final class Front implements AutoCloseable {

  static final String API = "/v2/vectordb/";

  /** More than the server takes, so that it refuses it itself. */
  private static final int LONGEST_BODY = 2 * 1024 * 1024;

  private static final int THREADS = 256;

  private static final String NO_DELAY = "sun.net.httpserver.nodelay";

  /** What the two connections have each for itself. */
  private static final Set<String> NOT_HANDED_ON =
      Set.of(
          "connection",
          "content-length",
          "date",
          "expect",
          "host",
          "keep-alive",
          "transfer-encoding",
          "upgrade");

  /** The server behind. */
  interface Server {
    /** Does something while the server is not reset; with the address of the server. */
    <T> T undisturbed(Function<URI, T> work);

    /** Called with each request that the server was sent, and its answer; null if none came. */
    void note(String operation, @Nullable ObjectNode request, Message.@Nullable Answer answer);
  }

  private final HttpServer http;
  private final ExecutorService threads;
  private final Server server;
  private final Dialect dialect;
  private final Faults faults;
  private final Journal journal;

  /**
   * Begins to listen, on this machine only.
   *
   * @param port 0 for any that is free
   */
  Front(int port, Server server, Dialect dialect, Faults faults, Journal journal) {
    this.server = server;
    this.dialect = dialect;
    this.faults = faults;
    this.journal = journal;
    this.threads = daemons();
    // Else each answer waits up to 40 ms: the JDK writes it in two parts (read once, by its first
    // server).
    if (System.getProperty(NO_DELAY) == null) {
      System.setProperty(NO_DELAY, "true");
    }
    try {
      this.http =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException("The stand-in cannot listen on port " + port, e);
    }
    http.createContext("/", this::handle);
    http.setExecutor(threads);
    startAsDaemon();
  }

  /** Its thread is like the one that starts it, and is not to keep a program from ending. */
  private void startAsDaemon() {
    Thread starter = new Thread(http::start, "milvus-access-stand-in");
    starter.setDaemon(true);
    starter.start();
    try {
      starter.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static ExecutorService daemons() {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "milvus-access-stand-in");
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  URI address() {
    return URI.create("http://localhost:" + http.getAddress().getPort());
  }

  /** Has requests below a path answered by somebody else than the server. */
  void addContext(String path, HttpHandler handler) {
    http.createContext(path, handler);
  }

  private void handle(HttpExchange exchange) throws IOException {
    Instant time = Instant.now();
    long start = System.nanoTime();
    byte[] body = exchange.getRequestBody().readNBytes(LONGEST_BODY);
    Optional<Message.Answer> answer =
        server.undisturbed(to -> handle(exchange, to, body, time, start));
    send(exchange, answer.orElse(null));
  }

  private Optional<Message.Answer> handle(
      HttpExchange exchange, URI to, byte[] body, Instant time, long start) {
    String operation = operationOf(exchange.getRequestURI());
    ObjectNode request = Message.object(body);
    Optional<Faults.Strike> strike = faults.next(operation);
    Message.Answer answer = null;
    try {
      answer = answer(exchange, to, operation, body, request, strike);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      note(exchange, operation, request, time, start, strike, answer);
    }
    return Optional.ofNullable(answer);
  }

  private static String operationOf(URI uri) {
    String path = uri.getPath(); // decoded, as the server does it
    return path.startsWith(API) ? path.substring(API.length()) : path;
  }

  /** What the caller is told; null if the connection is to be cut. */
  private Message.@Nullable Answer answer(
      HttpExchange exchange,
      URI to,
      String operation,
      byte[] body,
      @Nullable ObjectNode request,
      Optional<Faults.Strike> strike)
      throws InterruptedException {
    if (strike.isEmpty()) {
      return handOn(exchange, to, operation, body, request);
    }
    Fault fault = strike.get().fault();
    Message.Answer real =
        fault.reachesServer() ? handOn(exchange, to, operation, body, request) : null;
    return switch (fault.kind()) {
      case ANSWER -> inPlace(fault.reply(), caller(exchange.getRequestHeaders()));
      case SUCCESS_IS_200 -> real == null ? null : with200(real);
      case HANG -> {
        faults.hang(strike.get());
        yield null;
      }
      case CUT -> null;
    };
  }

  private static Message.Answer inPlace(Fault.Reply reply, String caller) {
    ObjectNode envelope = Message.JSON.createObjectNode();
    envelope
        .put("code", reply.code())
        .put("message", reply.message().replace(Fault.CALLER, caller));
    Map<String, List<String>> headers = new LinkedHashMap<>();
    headers.put("Content-Type", List.of("application/json"));
    reply.headers().forEach((name, value) -> headers.put(name, List.of(value)));
    return new Message.Answer(reply.status(), headers, Message.bytes(envelope));
  }

  private static Message.Answer with200(Message.Answer real) {
    ObjectNode envelope = Message.object(real.body());
    Integer code = real.code();
    if (envelope == null || code == null || code != 0) {
      return real;
    }
    envelope.put("code", 200);
    return new Message.Answer(real.status(), real.headers(), Message.bytes(envelope));
  }

  private Message.@Nullable Answer handOn(
      HttpExchange exchange, URI to, String operation, byte[] body, @Nullable ObjectNode request) {
    byte[] sent = dialect.request(body);
    Message.Answer answer = null;
    try {
      answer = call(to, exchange, sent);
    } finally {
      server.note(operation, request, answer);
    }
    return dialect.answer(answer);
  }

  private Message.Answer call(URI to, HttpExchange exchange, byte[] body) {
    URI asked = exchange.getRequestURI();
    String query = asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery();
    Map<String, List<String>> headers = new LinkedHashMap<>();
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) ->
                headers.put(
                    name, values.stream().filter(value -> isHandedOn(name, value)).toList()));
    try {
      return Wire.exchange(
          to, exchange.getRequestMethod(), asked.getRawPath() + query, headers, body);
    } catch (IOException e) {
      throw new UncheckedIOException("The server behind the stand-in does not answer", e);
    }
  }

  private boolean isHandedOn(String name, String value) {
    String header = name.toLowerCase(Locale.ROOT);
    return !NOT_HANDED_ON.contains(header)
        && !(header.equals("request-timeout") && dialect.ignoresTimeout(value));
  }

  private void note(
      HttpExchange exchange,
      String operation,
      @Nullable ObjectNode request,
      Instant time,
      long start,
      Optional<Faults.Strike> strike,
      Message.@Nullable Answer answer) {
    Integer code = answer == null ? null : answer.code();
    journal.add(
        new RecordedCall(
            time,
            operation,
            caller(exchange.getRequestHeaders()),
            Message.text(request, "userName"),
            Message.redacted(request),
            answer == null ? OptionalInt.empty() : OptionalInt.of(answer.status()),
            code == null ? OptionalInt.empty() : OptionalInt.of(code),
            strike.map(one -> one.fault().toString()),
            Duration.ofNanos(System.nanoTime() - start)));
  }

  /** The name in a token; an API key, which has none, is not shown. */
  private static String caller(Headers headers) {
    String authorization = headers.getFirst("Authorization");
    if (authorization == null || !authorization.startsWith("Bearer ")) {
      return "";
    }
    String token = authorization.substring("Bearer ".length());
    int colon = token.indexOf(':');
    return colon < 0
        ? ""
        : new String(
            token.substring(0, colon).getBytes(StandardCharsets.ISO_8859_1),
            StandardCharsets.UTF_8);
  }

  private static void send(HttpExchange exchange, Message.@Nullable Answer answer)
      throws IOException {
    try (exchange) {
      if (answer == null) {
        return; // closing without an answer cuts the connection
      }
      answer
          .headers()
          .forEach(
              (name, values) -> {
                if (!name.startsWith(":")
                    && !NOT_HANDED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                  exchange.getResponseHeaders().put(name, values);
                }
              });
      boolean noBody = answer.body().length == 0 || exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(answer.status(), noBody ? -1 : answer.body().length);
      if (!noBody) {
        exchange.getResponseBody().write(answer.body());
      }
    }
  }

  /** Stops at once; who waits for an answer gets none. */
  @Override
  public void close() {
    faults.clear();
    http.stop(0);
    threads.shutdownNow();
  }
}
