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

  /** The level that the privileges have in common; empty if there are none. */
  public Optional<PrivilegeLevel> levelOf(Collection<String> privileges) {
    return privileges.stream().flatMap(name -> catalogue.levelOf(name).stream()).findFirst();
  }

  /** Whether all privileges are of one level; one without a level goes with any. */
  public boolean areEqual(Collection<String> privileges) {
    return privileges.stream().flatMap(name -> catalogue.levelOf(name).stream()).distinct().count()
        <= 1;
  }
}
