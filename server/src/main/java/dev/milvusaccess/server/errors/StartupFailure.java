package dev.milvusaccess.server.errors;

import org.jspecify.annotations.Nullable;

/** The server cannot start, and the one line that tells a person what to do about it. */
public class StartupFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * A failure that needs no further explanation.
   *
   * @param whatToDo one line; must hold no secret
   */
  public StartupFailure(String whatToDo) {
    this(whatToDo, null);
  }

  /**
   * A failure with its cause, which is not shown.
   *
   * @param whatToDo one line; must hold no secret
   */
  public StartupFailure(String whatToDo, @Nullable Throwable cause) {
    super(whatToDo, cause);
  }
}
