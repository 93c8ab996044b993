package dev.milvusaccess.server.audit;

import static dev.milvusaccess.server.errors.InvalidSettingException.requireWithin;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The audit trail.
 *
 * @param keep how long its events are kept: 1 day to 100 years
 */
@ConfigurationProperties("milvus-access.audit")
record AuditProperties(@DefaultValue("400d") Duration keep) {

  AuditProperties {
    requireWithin("milvus-access.audit.keep (days)", keep.toDays(), 1, 36_525);
  }
}
