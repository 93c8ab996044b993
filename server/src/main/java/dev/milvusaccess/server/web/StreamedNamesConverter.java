package dev.milvusaccess.server.web;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes names as they are read. What fails after the first of them has the answer cut off, so that
 * nobody takes it for whole: it has no length, and neither its JSON nor its last chunk comes to an
 * end.
 */
class StreamedNamesConverter extends AbstractHttpMessageConverter<StreamedNames> {

  private final JsonMapper json;

  StreamedNamesConverter(JsonMapper json) {
    super(MediaType.APPLICATION_JSON);
    this.json = json;
  }

  @Override
  protected boolean supports(Class<?> type) {
    return type == StreamedNames.class;
  }

  @Override
  protected void writeInternal(StreamedNames names, HttpOutputMessage message) throws IOException {
    OutputStream body = message.getBody();
    // Not closed after a failure, and even then it must not complete what was begun.
    JsonGenerator out =
        json.writer().without(StreamWriteFeature.AUTO_CLOSE_CONTENT).createGenerator(body);
    out.writeStartObject();
    out.writeNumberProperty("code", 0);
    out.writeArrayPropertyStart("data");
    List<String> page = names.first();
    do {
      page.forEach(out::writeString);
      out.flush();
      page = names.after(page);
    } while (!page.isEmpty());
    out.writeEndArray();
    out.writeEndObject();
    out.close();
  }

  @Override
  protected StreamedNames readInternal(
      Class<? extends StreamedNames> type, HttpInputMessage message) {
    throw new HttpMessageNotReadableException("Names are written only", message);
  }
}
