package dev.milvusaccess.server.conformance;

import dev.milvusaccess.client.MilvusAccessClient;
import dev.milvusaccess.client.MilvusAccessException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Keeps the suites from doing harm to somebody's server: it must answer, what is ours is asked of
 * it only with {@code -Dmilvus-access.ours=true}, what would destroy a user of a real Milvus only
 * with {@code -Dmilvus-access.destructive=true}, and whatever was made is removed in the end.
 * Prints what was expected and what was seen.
 */
class RemoteServer implements BeforeAllCallback, ExecutionCondition, TestWatcher, AfterAllCallback {

  private final Map<String, String> outcomes = new ConcurrentSkipListMap<>();

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext test) {
    for (String switched : List.of("ours", "destructive")) {
      if (test.getTags().contains(switched) && !Boolean.getBoolean("milvus-access." + switched)) {
        return ConditionEvaluationResult.disabled(
            "only with -Dmilvus-access.%s=true".formatted(switched));
      }
    }
    return ConditionEvaluationResult.enabled("harmless");
  }

  @Override
  public void beforeAll(ExtensionContext suite) {
    try {
      Target.fromCommandLine().client().users().list();
    } catch (MilvusAccessException e) {
      throw new NoServerException(e.getMessage());
    }
  }

  /** One line is all there is to say. */
  private static final class NoServerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private NoServerException(String message) {
      super(message, null, false, false);
    }
  }

  @Override
  public void testSuccessful(ExtensionContext test) {
    outcomes.put(nameOf(test), "as expected");
  }

  @Override
  public void testDisabled(ExtensionContext test, Optional<String> reason) {
    outcomes.put(nameOf(test), "not asked, " + reason.orElse("for no reason"));
  }

  @Override
  public void testFailed(ExtensionContext test, Throwable cause) {
    String difference = String.valueOf(cause.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ");
    outcomes.put(nameOf(test), "DIFFERS: " + difference);
  }

  private static String nameOf(ExtensionContext test) {
    String method = test.getTestMethod().map(Method::getName).orElse("");
    String name = test.getDisplayName();
    return name.startsWith(method) ? method : method + " " + name;
  }

  @Override
  public void afterAll(ExtensionContext suite) {
    if (outcomes.isEmpty()) {
      return; // it did not even answer
    }
    removeWhatWasMade(Target.fromCommandLine());
    StringBuilder table = new StringBuilder("%n| case | seen |%n|---|---|%n".formatted());
    outcomes.forEach((test, seen) -> table.append("| %s | %s |%n".formatted(test, seen)));
    System.out.println(table);
  }

  private static void removeWhatWasMade(Target target) {
    MilvusAccessClient client = target.client();
    client.users().list().stream().filter(Target::isOurs).forEach(client.users()::drop);
    client.roles().list().stream().filter(Target::isOurs).forEach(target::dropRole);
    client.privilegeGroups().list().keySet().stream()
        .filter(Target::isOurs)
        .forEach(client.privilegeGroups()::drop);
  }
}
