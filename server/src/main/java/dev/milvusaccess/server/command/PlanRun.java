package dev.milvusaccess.server.command;

import dev.milvusaccess.client.MilvusAccessException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** Shows a plan, carries it out if that is asked for, and looks whether it was. */
final class PlanRun {

  static final int CHANGES_NOT_MADE = 3;

  private final Access declared;
  private final Server server;
  private final ChangeOptions options;
  private final Terminal terminal;
  private final PrintStream out;

  PlanRun(Access declared, Server server, ChangeOptions options, Terminal terminal) {
    this.declared = declared;
    this.server = server;
    this.options = options;
    this.terminal = terminal;
    this.out = terminal.out();
  }

  /**
   * Does it.
   *
   * @return the exit code
   */
  int run() {
    Access present = server.read();
    Plan plan = plan(present, options.prune());
    show(plan, present);
    terminal.requireWritten();
    int changes = plan.steps().size();
    if (changes == 0) {
      return 0;
    }
    if (!options.yes()) {
      out.printf("Changes: %d, none made. Use --yes to make them.%n", changes);
      terminal.requireWritten();
      return CHANGES_NOT_MADE;
    }
    carryOut(plan, passwordsFor(plan.newUsers()));
    verify();
    out.printf("Changes made: %d.%n", changes);
    tellOfPasswords(plan.newUsers().size());
    terminal.requireWritten();
    return 0;
  }

  private Plan plan(Access present, boolean prune) {
    return new Plan(present, declared, prune, server.principal());
  }

  private void show(Plan plan, Access present) {
    if (plan.steps().isEmpty()) {
      out.printf("Nothing to do on %s.%n", Shown.line(server.address()));
    } else {
      out.printf("Plan for %s:%n", Shown.line(server.address()));
      plan.steps().forEach(step -> out.println(step.text()));
    }
    plan.remarks().forEach(remark -> out.println("Note: " + remark + "."));
    if (!options.prune()) {
      tellOfUndeclared(plan(present, true));
    }
  }

  private void tellOfUndeclared(Plan withPrune) {
    long removals = withPrune.steps().stream().filter(Step::isRemoval).count();
    if (removals > 0) {
      out.printf(
          "Not declared, and left unchanged: --prune would make %d more changes.%n", removals);
    }
  }

  private NewPasswords passwordsFor(List<String> newUsers) {
    if (newUsers.isEmpty()) {
      return NewPasswords.none();
    }
    Path file = options.passwordsOut();
    if (file == null) {
      throw CommandFailure.wrongUse(
          "New users: %d. Name a new file for their passwords with --passwords-out; nothing was changed"
              .formatted(newUsers.size()));
    }
    return NewPasswords.writtenTo(file, newUsers);
  }

  private void carryOut(Plan plan, NewPasswords passwords) {
    List<Step> steps = plan.steps();
    for (int n = 0; n < steps.size(); n++) {
      Step step = steps.get(n);
      try {
        step.action().carryOut(server.client(), passwords);
      } catch (MilvusAccessException | IllegalArgumentException e) {
        throw stopped(plan, n, e);
      }
      out.printf("[%d/%d] %s: done%n", n + 1, steps.size(), step.text());
      if (out.checkError()) {
        throw CommandFailure.failed(
            "The output cannot be written; stopped after change %d of %d"
                .formatted(n + 1, steps.size()));
      }
    }
  }

  private CommandFailure stopped(Plan plan, int at, RuntimeException failure) {
    List<Step> steps = plan.steps();
    boolean perhaps = failure instanceof MilvusAccessException e && e.mayHaveTakenEffect();
    String rest =
        at + 1 == steps.size() ? "" : "; not tried: %d to %d".formatted(at + 2, steps.size());
    return CommandFailure.failed(
        "[%d/%d] %s: failed: %s%nStopped. Changes made: %d; this one: %s%s. It is safe to run this again.%s"
            .formatted(
                at + 1,
                steps.size(),
                steps.get(at).text(),
                Shown.line(String.valueOf(failure.getMessage())),
                at,
                perhaps ? "perhaps" : "not made",
                rest,
                plan.newUsers().isEmpty() ? "" : remarkOnPasswords(steps.subList(0, at))));
  }

  private String remarkOnPasswords(List<Step> done) {
    long created = done.stream().filter(step -> step.text().startsWith("+ create user ")).count();
    return "%nNew users: %d. Their passwords are in %s; keep it."
        .formatted(created, Shown.line(String.valueOf(options.passwordsOut())));
  }

  /** A server that confirms everything and does nothing must not get away with it. */
  private void verify() {
    List<Step> left;
    try {
      left = plan(server.read(), options.prune()).steps();
    } catch (MilvusAccessException e) {
      throw CommandFailure.failed(
          "All changes were confirmed, but could not be verified: "
              + Shown.line(String.valueOf(e.getMessage())));
    }
    if (!left.isEmpty()) {
      throw CommandFailure.failed(
          "All changes were confirmed, but %d are missing, or somebody undid them; the first: %s"
              .formatted(left.size(), left.get(0).text()));
    }
  }

  private void tellOfPasswords(int users) {
    if (users > 0) {
      out.printf(
          "New users: %d. Their passwords are in %s; hand them out, and delete it.%n",
          users, Shown.line(String.valueOf(options.passwordsOut())));
    }
  }
}
