/** Codes and refusals of the contract. */
@NullMarked
package dev.milvusaccess.server.errors;

import org.jspecify.annotations.NullMarked;
