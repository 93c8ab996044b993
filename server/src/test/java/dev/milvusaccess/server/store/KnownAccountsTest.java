package dev.milvusaccess.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.store.KnownAccounts.Known;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is known of an account is never older than what was acknowledged. */
class KnownAccountsTest {

  private static final Account ALICES = account("alice's hash");
  private static final Account BOBS = account("bob's hash");

  private final KnownAccounts accounts = new KnownAccounts();
  private final Changes changes = new Changes();

  private static Account account(String hash) {
    return new Account(hash, new Permissions(Set.of("public"), List.of()));
  }

  private void read(String user, Account account) {
    accounts.keep(user, accounts.version(user), account);
  }

  private Account known(String user) {
    Known known = accounts.find(user);
    return known == null ? null : known.account();
  }

  private void commit(Runnable during) {
    accounts.during(changes, during);
  }

  @Test
  void whatWasReadIsKnown() {
    assertThat(known("alice")).isNull();

    read("alice", ALICES);
    read("bob", BOBS);

    assertThat(known("alice")).isEqualTo(ALICES);
    assertThat(known("bob")).isEqualTo(BOBS);
  }

  @Test
  void whomACommitConcernsIsForgottenWhenItBegins() {
    read("alice", ALICES);
    read("bob", BOBS);
    changes.of("alice");

    commit(
        () -> {
          assertThat(known("alice")).isNull();
          assertThat(known("bob")).isEqualTo(BOBS);
        });

    assertThat(known("alice")).isNull();
    assertThat(known("bob")).isEqualTo(BOBS);
  }

  @Test
  void aCommitMayConcernEverybody() {
    read("alice", ALICES);
    read("bob", BOBS);
    changes.ofEverybody();

    commit(() -> assertThat(known("bob")).isNull());

    assertThat(known("alice")).isNull();
    assertThat(known("bob")).isNull();
    read("bob", BOBS);
    assertThat(known("bob")).isEqualTo(BOBS);
  }

  /** As a reader would that still sees the state from before. */
  @Test
  void whatIsReadDuringACommitIsNotKept() {
    changes.of("alice");

    commit(
        () -> {
          read("alice", ALICES);
          assertThat(known("alice")).isNull();
        });

    assertThat(known("alice")).isNull();
  }

  @Test
  void whatWasReadBeforeACommitAndIsKeptAfterItIsNotKnown() {
    long version = accounts.version("alice");
    changes.of("alice");
    commit(() -> {});

    accounts.keep("alice", version, ALICES);

    assertThat(known("alice")).isNull();
  }

  @Test
  void whatIsFoundBeforeACommitIsNoLongerSoAfterIt() {
    read("alice", ALICES);
    Known found = accounts.find("alice");
    assertThat(accounts.isStill(found)).isTrue();
    changes.of("alice");

    commit(() -> assertThat(accounts.isStill(found)).isFalse());

    assertThat(accounts.isStill(found)).isFalse();
  }

  /** Their names have the same hash, so they share a version: it must be moved once, not twice. */
  @Test
  void twoWhoShareAVersionAreBothForgotten() {
    assertThat("Aa").hasSameHashCodeAs("BB");
    read("Aa", ALICES);
    changes.of("Aa");
    changes.of("BB");

    commit(() -> assertThat(known("Aa")).isNull());

    assertThat(known("Aa")).isNull();
    read("Aa", ALICES);
    assertThat(known("Aa")).isEqualTo(ALICES);
  }

  @Test
  void aCommitThatFailsLeavesNothingKnown() {
    read("alice", ALICES);
    changes.of("alice");
    try {
      commit(
          () -> {
            throw new IllegalStateException("disk I/O error");
          });
    } catch (IllegalStateException expected) {
      assertThat(known("alice")).isNull();
    }

    read("alice", ALICES);
    assertThat(known("alice")).isEqualTo(ALICES);
  }
}
