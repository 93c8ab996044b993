package dev.milvusaccess.client;

import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** Everything of an HTTP client but the sending, which the generated code does in one way only. */
abstract class ForwardingHttpClient extends HttpClient {

  private final HttpClient network;

  ForwardingHttpClient(HttpClient network) {
    this.network = network;
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
}
