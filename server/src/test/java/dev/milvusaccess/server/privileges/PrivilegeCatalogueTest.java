package dev.milvusaccess.server.privileges;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.ContractCoverage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrivilegeCatalogueTest {

  private static final Pattern TYPE =
      Pattern.compile(" *\\| (Collection|Global|User) \\| (.+) \\|");
  private static final Pattern GROUP =
      Pattern.compile(" *\\| (\\w+) \\| (Cluster|Database|Collection) \\| (.+) \\|");

  private final PrivilegeCatalogue catalogue = new PrivilegeCatalogue();

  @Test
  void thePrivilegesAreThoseOfTheContract() {
    Map<String, List<String>> promised = new LinkedHashMap<>();
    ContractCoverage.yaml()
        .lines()
        .map(TYPE::matcher)
        .filter(Matcher::matches)
        .forEach(row -> promised.put(row.group(1), Arrays.asList(row.group(2).split(", "))));

    assertThat(catalogue.objectTypes()).isEqualTo(promised);
  }

  @Test
  void theGroupsAreThoseOfTheContract() {
    Map<String, BuiltInGroup> promised = new LinkedHashMap<>();
    ContractCoverage.yaml()
        .lines()
        .map(GROUP::matcher)
        .filter(Matcher::matches)
        .forEach(row -> promised.put(row.group(1), group(row, promised)));

    assertThat(catalogue.groups()).isEqualTo(List.copyOf(promised.values()));
  }

  private static BuiltInGroup group(Matcher row, Map<String, BuiltInGroup> narrower) {
    List<String> privileges = new ArrayList<>();
    for (String name : row.group(3).split(", ")) {
      if (name.startsWith("those of ")) {
        privileges.addAll(narrower.get(name.substring("those of ".length())).privileges());
      } else {
        privileges.add(name);
      }
    }
    return new BuiltInGroup(
        row.group(1),
        PrivilegeLevel.valueOf(row.group(2).toUpperCase(java.util.Locale.ROOT)),
        privileges);
  }

  @Test
  void everyPrivilegeOfAGroupExists() {
    assertThat(catalogue.groups())
        .allSatisfy(
            group ->
                assertThat(group.privileges())
                    .allSatisfy(name -> assertThat(catalogue.isPrivilege(name)).isTrue()));
  }

  @ParameterizedTest
  @CsvSource({
    "Search, COLLECTION",
    "CreateAlias, COLLECTION",
    "ShowCollections, DATABASE",
    "CreateCollection, DATABASE",
    "SelectUser, CLUSTER",
    "DropOwnership, CLUSTER",
    "ListFileResources, CLUSTER",
    "RenameCollection, DATABASE"
  })
  void aPrivilegeHasTheLevelOfItsGroups(String name, PrivilegeLevel level) {
    assertThat(catalogue.levelOf(name)).isEqualTo(Optional.of(level));
  }

  @ParameterizedTest
  @ValueSource(strings = {"All", "*", "DatabaseAdmin", "Admin", "ReadOnly", "Fly"})
  void theseHaveNone(String name) {
    assertThat(catalogue.levelOf(name)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "All, DropOwnership, true",
    "DropOwnership, DropOwnership, true",
    "ClusterAdmin, DropOwnership, true",
    "ClusterAdmin, SelectUser, true",
    "Admin, UpdateUser, true",
    "Admin, OperatePrivilegeGroup, true",
    "ClusterReadWrite, DropOwnership, false",
    "ReadWrite, DropOwnership, false",
    "CreateOwnership, DropOwnership, false",
    "Fly, DropOwnership, false"
  })
  void aGroupContainsItsPrivileges(String granted, String privilege, boolean contained) {
    assertThat(catalogue.contains(granted, privilege)).isEqualTo(contained);
  }
}
