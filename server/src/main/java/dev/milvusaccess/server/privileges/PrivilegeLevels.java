package dev.milvusaccess.server.privileges;

import java.util.Collection;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The level of several privileges. */
@Component
public class PrivilegeLevels {

  private final PrivilegeCatalogue catalogue;

  PrivilegeLevels(PrivilegeCatalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** The level that the privileges have in common; empty if none of them has one. */
  public Optional<PrivilegeLevel> levelOf(Collection<String> privileges) {
    return privileges.stream().flatMap(name -> catalogue.levelOf(name).stream()).findFirst();
  }

  /**
   * Whether all are of one level. As in Milvus, what has none (a group, {@code All}) goes only with
   * its like.
   */
  public boolean areEqual(Collection<String> privileges) {
    return privileges.stream().map(catalogue::levelOf).distinct().count() <= 1;
  }
}
