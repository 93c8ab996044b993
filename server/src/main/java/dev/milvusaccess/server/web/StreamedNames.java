package dev.milvusaccess.server.web;

import dev.milvusaccess.server.generated.model.NamesResponse;
import java.util.List;
import java.util.function.Function;

/** More names than are held at once: those that follow are read while the first are written. */
public final class StreamedNames extends NamesResponse {

  private final List<String> first;
  private final Function<String, List<String>> following;

  /**
   * An answer that is a success, unless it is cut off.
   *
   * @param first not empty
   * @param following those after a name, in their order; empty after the last one
   */
  public StreamedNames(List<String> first, Function<String, List<String>> following) {
    super(0);
    this.first = first;
    this.following = following;
  }

  List<String> first() {
    return first;
  }

  List<String> after(List<String> page) {
    return following.apply(page.get(page.size() - 1));
  }

  // Two answers are never compared; the fields of the superclass are not all of this one.

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
