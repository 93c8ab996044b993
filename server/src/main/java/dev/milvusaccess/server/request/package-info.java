/** What a request carries, once: who calls, from where, until when, for what. */
@NullMarked
package dev.milvusaccess.server.request;

import org.jspecify.annotations.NullMarked;
