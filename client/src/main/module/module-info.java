/**
 * The client of milvus-access, Milvus and Zilliz Cloud for users, roles and privileges. Only {@link
 * dev.milvusaccess.client} is its API.
 */
module dev.milvusaccess.client {
  exports dev.milvusaccess.client;

  requires transitive java.net.http;
  // What the Jackson in the jar refers to.
  requires java.xml;
  requires static java.desktop;
  requires static java.sql;
  // Marks what may be null.
  requires static org.jspecify;
  // Used by ObservationInterceptor, only if the application has it.
  requires static micrometer.observation;
}
