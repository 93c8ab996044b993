package dev.milvusaccess.client;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * One sending of one request, which notes whether anything was sent and what came back. It reads
 * the whole answer within the deadline: the JDK's own timeout ends when the headers are there.
 */
final class Attempt {

  private final Connection connection;
  private final Operation operation;
  private final int number;
  private final Deadline deadline;
  private final String id = UUID.randomUUID().toString();
  private final Map<String, String> moreHeaders = new LinkedHashMap<>();
  private volatile boolean sent;
  private @Nullable Answer answer;

  Attempt(Connection connection, Operation operation, int number, Deadline deadline) {
    this.connection = connection;
    this.operation = operation;
    this.number = number;
    this.deadline = deadline;
  }

  /** What an interceptor may know of it, and add to it. */
  Interceptor.Request forInterceptors() {
    return new Interceptor.Request() {
      @Override
      public String operation() {
        return operation.path();
      }

      @Override
      public String server() {
        return connection.endpoint().toString();
      }

      @Override
      public int attempt() {
        return number;
      }

      @Override
      public String requestId() {
        return id;
      }

      @Override
      public void header(String name, String value) {
        connection.allowedHeaders().requireSendable(name, value);
        moreHeaders.put(name, value);
      }
    };
  }

  /** The answer; null if there was none. */
  @Nullable Answer answer() {
    return answer;
  }

  /** The id of the request, as the server repeated it, else as it was sent. */
  String requestId() {
    Answer got = answer;
    return got == null
        ? id
        : got.headers().firstValue("X-Request-Id").filter(Attempt::isId).orElse(id);
  }

  private static boolean isId(String value) {
    return value.length() <= 64 && value.matches("[A-Za-z0-9._-]+");
  }

  /** What is known of a failure of this attempt. */
  Failure.Builder known() {
    return Failure.of(operation.path())
        .server(connection.endpoint().toString())
        .requestId(requestId());
  }

  /**
   * Sends a request and waits for the whole answer.
   *
   * @throws AttemptFailed if there is none
   */
  Answer send(HttpRequest request) {
    if (deadline.isOver()) {
      throw networkFailures().timeIsUp(deadline);
    }
    CompletableFuture<HttpResponse<byte[]>> exchange =
        connection.network().sendAsync(prepared(request), head -> new BoundedBody());
    try {
      HttpResponse<byte[]> response =
          exchange.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
      Answer got = new Answer(response.statusCode(), response.headers(), response.body());
      answer = got;
      return got;
    } catch (TimeoutException e) {
      exchange.cancel(true);
      throw networkFailures().timeIsUp(deadline);
    } catch (InterruptedException e) {
      exchange.cancel(true);
      Thread.currentThread().interrupt();
      throw networkFailures().interrupted(e);
    } catch (ExecutionException e) {
      throw networkFailures().of(e.getCause() == null ? e : e.getCause());
    }
  }

  private NetworkFailures networkFailures() {
    return new NetworkFailures(operation, known(), connection.endpoint(), sent);
  }

  private HttpRequest prepared(HttpRequest request) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(request, (name, value) -> true)
            .setHeader("Authorization", connection.token().header())
            .setHeader("X-Request-Id", id);
    moreHeaders.forEach(builder::setHeader);
    request.bodyPublisher().ifPresent(body -> builder.POST(new Noticed(body)));
    return builder.build();
  }

  /** Notices when the body is asked for, which is after the connection was made. */
  private final class Noticed implements HttpRequest.BodyPublisher {

    private final HttpRequest.BodyPublisher body;

    Noticed(HttpRequest.BodyPublisher body) {
      this.body = body;
    }

    @Override
    public long contentLength() {
      return body.contentLength();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
      sent = true;
      body.subscribe(subscriber);
    }
  }

  /** This attempt, as the HTTP client of the generated code. */
  HttpClient asHttpClient() {
    return new ForwardingHttpClient(connection.network()) {
      @Override
      public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> ignored) {
        return new ForGeneratedCode<>(request, Attempt.this.send(request));
      }
    };
  }

  /**
   * The answer, as the generated code takes it: without headers, of which one would have it unpack
   * the body, and with the body only where it reads one.
   */
  private record ForGeneratedCode<T>(HttpRequest request, Answer answer)
      implements HttpResponse<T> {

    @Override
    public int statusCode() {
      return answer.status();
    }

    /** The generated code asks for a stream, always; nobody else can get here. */
    @Override
    @SuppressWarnings("unchecked")
    public T body() {
      byte[] bytes =
          answer.status() == 200 ? answer.forGeneratedCode(Charset.defaultCharset()) : new byte[0];
      InputStream stream = new ByteArrayInputStream(bytes);
      return (T) stream;
    }

    @Override
    public HttpHeaders headers() {
      return HttpHeaders.of(Map.of(), (name, value) -> true);
    }

    @Override
    public Optional<HttpResponse<T>> previousResponse() {
      return Optional.empty();
    }

    @Override
    public Optional<SSLSession> sslSession() {
      return Optional.empty();
    }

    @Override
    public URI uri() {
      return request.uri();
    }

    @Override
    public HttpClient.Version version() {
      return HttpClient.Version.HTTP_1_1;
    }
  }
}
