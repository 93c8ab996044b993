package dev.milvusaccess.client;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@link Users} with asynchronous methods: the future completes with the value that the method
 * there returns, or with the exception that it throws. Thread-safe.
 */
public final class AsyncUsers {

  private final Caller caller;

  AsyncUsers(Caller caller) {
    this.caller = caller;
  }

  /** As {@link Users#create(String, String)}. */
  public CompletableFuture<Void> create(String name, String password) {
    return run(users -> users.create(name, password));
  }

  /** As {@link Users#create(String, String, String)}. */
  public CompletableFuture<Void> create(
      String name, String password, @Nullable String description) {
    return run(users -> users.create(name, password, description));
  }

  /** As {@link Users#createIfAbsent}. */
  public CompletableFuture<Boolean> createIfAbsent(String name, String password) {
    return get(users -> users.createIfAbsent(name, password));
  }

  /** As {@link Users#list}. */
  public CompletableFuture<List<String>> list() {
    return get(Users::list);
  }

  /** As {@link Users#exists}. */
  public CompletableFuture<Boolean> exists(String name) {
    return get(users -> users.exists(name));
  }

  /** As {@link Users#describe}. */
  public CompletableFuture<UserDescription> describe(String name) {
    return get(users -> users.describe(name));
  }

  /** As {@link Users#drop}. */
  public CompletableFuture<Void> drop(String name) {
    return run(users -> users.drop(name));
  }

  /** As {@link Users#revoke(String)}. */
  public CompletableFuture<RevocationReceipt> revoke(String name) {
    return get(users -> users.revoke(name));
  }

  /** As {@link Users#revoke(String, String)}. */
  public CompletableFuture<RevocationReceipt> revoke(String name, String oldPassword) {
    return get(users -> users.revoke(name, oldPassword));
  }

  /** As {@link Users#updatePassword}. */
  public CompletableFuture<Void> updatePassword(
      String name, String oldPassword, String newPassword) {
    return run(users -> users.updatePassword(name, oldPassword, newPassword));
  }

  /** As {@link Users#resetPassword}. */
  public CompletableFuture<Void> resetPassword(String name, String newPassword) {
    return run(users -> users.resetPassword(name, newPassword));
  }

  /** As {@link Users#rotatePassword}. */
  public CompletableFuture<Void> rotatePassword(
      String name, String oldPassword, String newPassword) {
    return run(users -> users.rotatePassword(name, oldPassword, newPassword));
  }

  /** As {@link Users#updateDescription}. */
  public CompletableFuture<Void> updateDescription(String name, String description) {
    return run(users -> users.updateDescription(name, description));
  }

  /** As {@link Users#grantRole}. */
  public CompletableFuture<Void> grantRole(String name, String role) {
    return run(users -> users.grantRole(name, role));
  }

  /** As {@link Users#revokeRole}. */
  public CompletableFuture<Void> revokeRole(String name, String role) {
    return run(users -> users.revokeRole(name, role));
  }

  private <T> CompletableFuture<T> get(Function<Users, T> call) {
    return caller.async(begun -> call.apply(new Users(begun)));
  }

  private CompletableFuture<Void> run(Consumer<Users> call) {
    return caller.asyncRun(begun -> call.accept(new Users(begun)));
  }

  /** Names the server. */
  @Override
  public String toString() {
    return "AsyncUsers[" + caller.connection() + "]";
  }
}
