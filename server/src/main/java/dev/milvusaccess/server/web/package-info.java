/** HTTP around the generated controllers: bodies, errors, Swagger UI. */
@NullMarked
package dev.milvusaccess.server.web;

import org.jspecify.annotations.NullMarked;
