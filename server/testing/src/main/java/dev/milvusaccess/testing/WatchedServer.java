package dev.milvusaccess.testing;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * Runs in the server's process: starts the server, and ends it when the process of the tests is
 * gone, however that ended, since its pipe closes then. It uses no other class of this package.
 */
final class WatchedServer {

  /** Held until the process is gone: it may write its class cache after everything else. */
  @SuppressWarnings("unused")
  private static @Nullable FileLock lock;

  private WatchedServer() {}

  /** The folder to remove, the file to lock (or an empty text), and the settings of the server. */
  public static void main(String[] args) throws Exception {
    File work = new File(args[0]);
    boolean writesCache = !args[1].isEmpty();
    if (writesCache) {
      lock =
          FileChannel.open(
                  Path.of(args[1]), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
              .lock();
    }
    Thread watch = new Thread(() -> endWithThePipe(work, writesCache), "watch");
    watch.setDaemon(true);
    watch.start();
    mainOfServer().invoke(null, (Object) Arrays.copyOfRange(args, 2, args.length));
  }

  private static java.lang.reflect.Method mainOfServer() throws Exception {
    String jar = System.getProperty("java.class.path").split(File.pathSeparator, -1)[0];
    try (JarFile server = new JarFile(jar)) {
      String main = server.getManifest().getMainAttributes().getValue("Main-Class");
      return Class.forName(main).getMethod("main", String[].class);
    }
  }

  @SuppressWarnings("SystemExitOutsideMain") // there is nobody left to return to
  private static void endWithThePipe(File work, boolean writesCache) {
    try {
      while (System.in.read() >= 0) {
        // nobody writes
      }
    } catch (IOException e) {
      // closed, too
    }
    delete(work);
    if (writesCache) {
      System.exit(0);
    }
    Runtime.getRuntime().halt(0);
  }

  private static void delete(File file) {
    File[] children = file.listFiles();
    if (children != null) {
      Arrays.stream(children).forEach(WatchedServer::delete);
    }
    if (!file.delete()) {
      file.deleteOnExit();
    }
  }
}
