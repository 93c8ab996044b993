/** How connections are taken, held to their time and closed: what Tomcat leaves open. */
@NullMarked
package dev.milvusaccess.server.connector;

import org.jspecify.annotations.NullMarked;
