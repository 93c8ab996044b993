/**
 * The commands that move and declare users: export, import and apply. They call a server through
 * the client, as any program does, and start none.
 */
@NullMarked
package dev.milvusaccess.server.command;

import org.jspecify.annotations.NullMarked;
