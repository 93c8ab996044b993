package dev.milvusaccess.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * Sends the same answer to whatever arrives. What the generator gets from it is the most that the
 * generator can measure.
 */
final class EmptyResponder {

  private static final byte[] ANSWER =
      """
      HTTP/1.1 200 \r
      Content-Type: application/json\r
      Content-Length: 20\r
      \r
      {"code":0,"data":{}}"""
          .getBytes(StandardCharsets.US_ASCII);

  private EmptyResponder() {}

  public static void main(String[] args) throws IOException {
    ByteBuffer in = ByteBuffer.allocateDirect(8192);
    ByteBuffer answer = ByteBuffer.allocateDirect(ANSWER.length).put(ANSWER);
    try (Selector selector = Selector.open();
        ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0])), 1024);
      server.configureBlocking(false);
      server.register(selector, SelectionKey.OP_ACCEPT);
      while (true) {
        selector.select(key -> proceed(selector, key, in, answer));
      }
    }
  }

  private static void proceed(
      Selector selector, SelectionKey key, ByteBuffer in, ByteBuffer answer) {
    try {
      if (key.channel() instanceof ServerSocketChannel server) {
        SocketChannel accepted = server.accept();
        accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
        accepted.configureBlocking(false);
        accepted.register(selector, SelectionKey.OP_READ);
      } else if (key.channel() instanceof SocketChannel connection) {
        if (connection.read(in.clear()) < 0) {
          connection.close();
        } else {
          connection.write(answer.flip());
        }
      }
    } catch (IOException e) {
      key.cancel();
    }
  }
}
