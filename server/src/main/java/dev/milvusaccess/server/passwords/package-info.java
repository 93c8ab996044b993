/** Hashes and verifies passwords, and bears only so many wrong ones. */
@NullMarked
package dev.milvusaccess.server.passwords;

import org.jspecify.annotations.NullMarked;
