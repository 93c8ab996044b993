/**
 * The client: start with {@link dev.milvusaccess.client.MilvusAccessClient}. Every failure is a
 * {@link dev.milvusaccess.client.MilvusAccessException}.
 */
@NullMarked
package dev.milvusaccess.client;

import org.jspecify.annotations.NullMarked;
