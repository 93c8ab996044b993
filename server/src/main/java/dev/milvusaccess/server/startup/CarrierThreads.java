package dev.milvusaccess.server.startup;

/**
 * How many threads of the system carry the virtual threads, which Java 21 and later serve requests
 * with. Java has one for each processor, and the one whose thread waits for the disk can carry
 * nobody else meanwhile. There is one writer to the embedded store, so one more lets the others go
 * on: 8 % more drops a second on two processors. See {@link Thread}, "Virtual threads".
 */
public final class CarrierThreads {

  static final String SETTING = "jdk.virtualThreadScheduler.parallelism";

  private CarrierThreads() {}

  /**
   * Makes room for the thread that waits for the disk, unless it was said how many there are. To be
   * called before there is a virtual thread; without any effect before Java 21.
   */
  public static void addOneForTheDisk() {
    if (System.getProperty(SETTING) == null) {
      System.setProperty(SETTING, Integer.toString(Runtime.getRuntime().availableProcessors() + 1));
    }
  }
}
