package dev.milvusaccess.server.security;

import dev.milvusaccess.server.contract.BodyFields;
import dev.milvusaccess.server.request.Subject;
import org.jspecify.annotations.Nullable;

/** Finds in a request's body whom or what it names. */
final class SubjectReader {

  private SubjectReader() {}

  static Subject read(@Nullable Object body) {
    return body == null
        ? Subject.NONE
        : new Subject(
            name(body, "userName"), name(body, "roleName"), name(body, "privilegeGroupName"));
  }

  private static @Nullable String name(Object body, String field) {
    return BodyFields.value(body, field) instanceof String name ? name : null;
  }
}
