package dev.milvusaccess.client;

import dev.milvusaccess.client.MilvusAccessException.Failure;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.Authenticator;
import java.net.ConnectException;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;

/**
 * Stands between the generated code and the network, so that no answer reaches the generated code
 * that is not a success. It reads the whole answer within the deadline (the JDK's own timeout ends
 * when the headers are there, and the generated code would wait for the body without end) and has
 * {@link AnswerCheck} look at it.
 */
final class CheckedHttpClient extends HttpClient {

  private static final String API = "/v2/vectordb/";

  private final HttpClient network;
  private final Duration patience;

  /**
   * Over a client that talks to the network.
   *
   * @param patience how long to wait for a whole answer
   */
  CheckedHttpClient(HttpClient network, Duration patience) {
    this.network = network;
    this.patience = patience;
  }

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> ignored) {
    String operation = nameOf(request.uri());
    HttpResponse<byte[]> response = exchange(operation, request);
    byte[] body = AnswerCheck.requireSuccess(operation, response);
    return new SuccessfulResponse<>(response, asStream(body));
  }

  /** The generated code asks for a stream, always; nobody else can reach this client. */
  @SuppressWarnings("unchecked")
  private static <T> T asStream(byte[] body) {
    InputStream stream = new ByteArrayInputStream(body);
    return (T) stream;
  }

  private static String nameOf(URI uri) {
    return uri.getPath().substring(uri.getPath().indexOf(API) + API.length());
  }

  private HttpResponse<byte[]> exchange(String operation, HttpRequest request) {
    CompletableFuture<HttpResponse<byte[]>> exchange =
        network.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
    try {
      return exchange.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      exchange.cancel(true);
      throw new DeadlineExceededException(
          failure(operation, "no answer within " + patience.toMillis() + " ms", true, e));
    } catch (InterruptedException e) {
      exchange.cancel(true);
      Thread.currentThread().interrupt();
      throw new ConnectionFailedException(failure(operation, "interrupted", true, e));
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      boolean connected =
          !(cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException);
      String detail = connected ? "the connection broke" : "no connection could be made";
      throw new ConnectionFailedException(failure(operation, detail, connected, cause));
    }
  }

  private static Failure failure(
      String operation, String detail, boolean mayHaveTakenEffect, Throwable cause) {
    return new Failure(operation, null, null, detail, mayHaveTakenEffect, cause);
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    throw new UnsupportedOperationException("The generated client is synchronous");
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request,
      HttpResponse.BodyHandler<T> handler,
      HttpResponse.PushPromiseHandler<T> pushes) {
    throw new UnsupportedOperationException("The generated client is synchronous");
  }

  @Override
  public Optional<CookieHandler> cookieHandler() {
    return network.cookieHandler();
  }

  @Override
  public Optional<Duration> connectTimeout() {
    return network.connectTimeout();
  }

  @Override
  public Redirect followRedirects() {
    return network.followRedirects();
  }

  @Override
  public Optional<ProxySelector> proxy() {
    return network.proxy();
  }

  @Override
  public SSLContext sslContext() {
    return network.sslContext();
  }

  @Override
  public SSLParameters sslParameters() {
    return network.sslParameters();
  }

  @Override
  public Optional<Authenticator> authenticator() {
    return network.authenticator();
  }

  @Override
  public Version version() {
    return network.version();
  }

  @Override
  public Optional<Executor> executor() {
    return network.executor();
  }

  /** The answer, with its body as checked. */
  private record SuccessfulResponse<T>(HttpResponse<byte[]> original, T body)
      implements HttpResponse<T> {

    @Override
    public int statusCode() {
      return original.statusCode();
    }

    @Override
    public HttpRequest request() {
      return original.request();
    }

    @Override
    public Optional<HttpResponse<T>> previousResponse() {
      return Optional.empty();
    }

    @Override
    public HttpHeaders headers() {
      return HttpHeaders.of(original.headers().map(), (name, value) -> true);
    }

    @Override
    public Optional<SSLSession> sslSession() {
      return original.sslSession();
    }

    @Override
    public URI uri() {
      return original.uri();
    }

    @Override
    public Version version() {
      return original.version();
    }
  }
}
