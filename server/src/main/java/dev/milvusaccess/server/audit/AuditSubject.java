package dev.milvusaccess.server.audit;

import org.jspecify.annotations.Nullable;

/**
 * Whom an event is about.
 *
 * @param actor who did it; null if the name is none
 * @param address where the request came from
 * @param targetUser the user that it was done to, if any
 * @param targetGroup the role or privilege group that it was done to or with, if any
 */
record AuditSubject(
    @Nullable String actor,
    @Nullable String address,
    @Nullable String targetUser,
    @Nullable String targetGroup) {}
