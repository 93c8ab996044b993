package dev.milvusaccess.client;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@link Roles} with asynchronous methods: the future completes with the value that the method
 * there returns, or with the exception that it throws. Thread-safe.
 */
public final class AsyncRoles {

  private final Caller caller;

  AsyncRoles(Caller caller) {
    this.caller = caller;
  }

  /** As {@link Roles#create(String)}. */
  public CompletableFuture<Void> create(String name) {
    return run(roles -> roles.create(name));
  }

  /** As {@link Roles#create(String, String)}. */
  public CompletableFuture<Void> create(String name, @Nullable String description) {
    return run(roles -> roles.create(name, description));
  }

  /** As {@link Roles#list}. */
  public CompletableFuture<List<String>> list() {
    return get(Roles::list);
  }

  /** As {@link Roles#exists}. */
  public CompletableFuture<Boolean> exists(String name) {
    return get(roles -> roles.exists(name));
  }

  /** As {@link Roles#describe}. */
  public CompletableFuture<RoleDescription> describe(String name) {
    return get(roles -> roles.describe(name));
  }

  /** As {@link Roles#alter}. */
  public CompletableFuture<Void> alter(String name, String description) {
    return run(roles -> roles.alter(name, description));
  }

  /** As {@link Roles#drop}. */
  public CompletableFuture<Void> drop(String name) {
    return run(roles -> roles.drop(name));
  }

  /** As {@link Roles#grant(String, String)}. */
  public CompletableFuture<Void> grant(String role, String privilege) {
    return run(roles -> roles.grant(role, privilege));
  }

  /** As {@link Roles#grant(String, String, String, String)}. */
  public CompletableFuture<Void> grant(
      String role, String privilege, String dbName, String collectionName) {
    return run(roles -> roles.grant(role, privilege, dbName, collectionName));
  }

  /** As {@link Roles#revoke(String, String)}. */
  public CompletableFuture<Void> revoke(String role, String privilege) {
    return run(roles -> roles.revoke(role, privilege));
  }

  /** As {@link Roles#revoke(String, String, String, String)}. */
  public CompletableFuture<Void> revoke(
      String role, String privilege, String dbName, String collectionName) {
    return run(roles -> roles.revoke(role, privilege, dbName, collectionName));
  }

  /** As {@link Roles#grantOnObject(String, String, String, String)}. */
  public CompletableFuture<Void> grantOnObject(
      String role, String objectType, String objectName, String privilege) {
    return run(roles -> roles.grantOnObject(role, objectType, objectName, privilege));
  }

  /** As {@link Roles#grantOnObject(String, String, String, String, String)}. */
  public CompletableFuture<Void> grantOnObject(
      String role, String objectType, String objectName, String privilege, String dbName) {
    return run(roles -> roles.grantOnObject(role, objectType, objectName, privilege, dbName));
  }

  /** As {@link Roles#revokeOnObject(String, String, String, String)}. */
  public CompletableFuture<Void> revokeOnObject(
      String role, String objectType, String objectName, String privilege) {
    return run(roles -> roles.revokeOnObject(role, objectType, objectName, privilege));
  }

  /** As {@link Roles#revokeOnObject(String, String, String, String, String)}. */
  public CompletableFuture<Void> revokeOnObject(
      String role, String objectType, String objectName, String privilege, String dbName) {
    return run(roles -> roles.revokeOnObject(role, objectType, objectName, privilege, dbName));
  }

  private <T> CompletableFuture<T> get(Function<Roles, T> call) {
    return caller.async(begun -> call.apply(new Roles(begun)));
  }

  private CompletableFuture<Void> run(Consumer<Roles> call) {
    return caller.asyncRun(begun -> call.accept(new Roles(begun)));
  }

  /** Names the server. */
  @Override
  public String toString() {
    return "AsyncRoles[" + caller.connection() + "]";
  }
}
