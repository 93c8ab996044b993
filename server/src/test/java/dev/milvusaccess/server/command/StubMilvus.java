package dev.milvusaccess.server.command;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that answers as a test says. */
final class StubMilvus implements AutoCloseable {

  /** Answers with JSON; null cuts the connection. */
  interface Answers {
    String answer(String operation, String body) throws Exception;
  }

  /** Enough for a reading of the access. */
  static final Answers EMPTY_SERVER =
      (operation, body) ->
          switch (operation) {
            case "users/list" -> "{\"code\":0,\"data\":[\"root\"]}";
            case "roles/list" -> "{\"code\":0,\"data\":[\"admin\",\"public\"]}";
            case "roles/describe", "users/describe" -> "{\"code\":0,\"data\":[]}";
            case "privilege_groups/list" -> "{\"code\":0,\"data\":{\"privilegeGroups\":[]}}";
            default -> "{\"code\":0,\"data\":{}}";
          };

  private static final String API = "/v2/vectordb/";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> operations = new CopyOnWriteArrayList<>();

  private StubMilvus(Answers answers) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext(API, exchange -> answer(exchange, answers));
    server.start();
  }

  static StubMilvus answering(Answers answers) {
    return new StubMilvus(answers);
  }

  String endpoint() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** What was asked for so far, in order. */
  List<String> operations() {
    return operations;
  }

  private void answer(HttpExchange exchange, Answers answers) throws IOException {
    String operation = exchange.getRequestURI().getPath().substring(API.length());
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    operations.add(operation);
    String answer;
    try {
      answer = answers.answer(operation, body);
    } catch (Exception e) {
      throw new IOException(e);
    }
    if (answer == null) {
      exchange.close();
      return;
    }
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
