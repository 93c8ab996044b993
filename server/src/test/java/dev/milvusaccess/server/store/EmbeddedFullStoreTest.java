package dev.milvusaccess.server.store;

import static dev.milvusaccess.server.testing.Answer.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.request.CurrentRequest;
import dev.milvusaccess.server.request.Deadline;
import dev.milvusaccess.server.request.RequestContext;
import dev.milvusaccess.server.testing.Answer;
import dev.milvusaccess.server.testing.LogLines;
import dev.milvusaccess.server.testing.Secrets;
import dev.milvusaccess.server.testing.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** There is no more room for the store: who is told so has changed nothing, and nobody else. */
class EmbeddedFullStoreTest {

  private static final int CALLERS = 8;

  private static final String FULL =
      "WARN The store cannot be reached: [SQLITE_FULL] Insertion failed because database is full (database or disk is full)";

  private static final String BACK = "INFO The store is back";

  @RegisterExtension static final TestServer SERVER = TestServer.embedded();

  /** To SQLite this is a full disk. */
  private static final class Disk extends Statements {

    long limit(long pages) {
      return sql("pragma max_page_count = " + pages).query((row, n) -> row.getLong(1)).get(0);
    }
  }

  private static void limitDisk(long pages) {
    CurrentRequest.run(
        RequestContext.ofServer("limitDisk", Deadline.in(Duration.ofSeconds(10))),
        () ->
            SERVER
                .bean(UnitsOfWork.class)
                .write(Revocation.NONE, () -> Evidence.of(new Disk().limit(pages) > 0)));
  }

  @Test
  void whoIsToldSoHasChangedNothing() throws Exception {
    LogLines log = LogLines.listen();
    limitDisk(1); // SQLite makes that what there is now
    Set<String> present = new ConcurrentSkipListSet<>(Set.of("root"));
    AtomicInteger refused = new AtomicInteger();
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    List<Future<?>> all = new ArrayList<>();
    for (int caller = 0; caller < CALLERS; caller++) {
      String prefix = "u" + caller + "_";
      all.add(callers.submit(() -> createUntilFull(prefix, present, refused)));
    }
    for (Future<?> one : all) {
      one.get();
    }
    callers.shutdown();

    assertThat(refused.get()).isPositive();
    assertThat(new TreeSet<>(SERVER.client().users().list())).isEqualTo(present);
    SERVER.newUser("later"); // on a new connection, which has no limit
    assertThat(SERVER.client().users().exists("later")).isTrue();
    log.close();
    // A user that still fits in a page can be created after one that did not.
    assertThat(String.join("\n", log.all()))
        .matches("(%s\n?)+".formatted(Pattern.quote(FULL + "\n" + BACK)));
  }

  private static void createUntilFull(String prefix, Set<String> present, AtomicInteger refused) {
    String remark = "x".repeat(1000);
    for (int n = 0; refused.get() == 0; n++) {
      String name = prefix + n;
      Answer answer =
          SERVER
              .root()
              .call(
                  "users/create",
                  "userName",
                  name,
                  "password",
                  Secrets.fresh(),
                  "description",
                  remark);
      if (answer.code() != 0) {
        answer.is(503, error(2, "the store cannot be reached: service unavailable"));
        refused.incrementAndGet();
        assertThat(SERVER.root().call("users/list").code()).isZero(); // can be read
        return;
      }
      present.add(name);
    }
  }
}
