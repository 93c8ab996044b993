package dev.milvusaccess.testing;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The servers that run in this program's behalf: one for those who use it in turn, more for those
 * who use one at the same time. They end with the program.
 */
final class Servers {

  private static final int IDLE = 4;

  private static final Deque<ServerProcess> idle = new ArrayDeque<>();

  private Servers() {}

  /** One that nobody else uses, with whatever the last one left in it. */
  static ServerProcess take() {
    synchronized (idle) {
      while (!idle.isEmpty()) {
        ServerProcess server = idle.pop();
        if (server.isAlive()) {
          return server;
        }
      }
    }
    return ServerProcess.start();
  }

  static void giveBack(ServerProcess server) {
    synchronized (idle) {
      if (server.isAlive() && idle.size() < IDLE) {
        idle.push(server);
        return;
      }
    }
    server.close();
  }
}
