package dev.milvusaccess.server.web;

import dev.milvusaccess.server.generated.model.NamesResponse;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;

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

  /**
   * Writes them as they are read. What fails after the first of them has the answer cut off, so
   * that nobody takes it for whole: it has no length, and neither its JSON nor its last chunk comes
   * to an end.
   */
  void write(JsonMapper json, OutputStream body) {
    // Not closed after a failure, and even then it must not complete what was begun.
    JsonGenerator out =
        json.writer().without(StreamWriteFeature.AUTO_CLOSE_CONTENT).createGenerator(body);
    out.writeStartObject();
    out.writeNumberProperty("code", 0);
    out.writeArrayPropertyStart("data");
    List<String> page = first;
    do {
      page.forEach(out::writeString);
      out.flush();
      page = following.apply(page.get(page.size() - 1));
    } while (!page.isEmpty());
    out.writeEndArray();
    out.writeEndObject();
    out.close();
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
