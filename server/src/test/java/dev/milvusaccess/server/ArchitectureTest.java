package dev.milvusaccess.server;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import org.junit.jupiter.api.Test;

/** The house keeps its shape: packages without a cycle, SQL in the store and nowhere else. */
class ArchitectureTest {

  private static final String SERVER = "dev.milvusaccess.server";

  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(SERVER);

  private static final ArchRule NO_CYCLE =
      slices().matching(SERVER + ".(**)").should().beFreeOfCycles();

  private static final ArchRule SQL_IN_THE_STORE_ONLY =
      noClasses()
          .that()
          .resideOutsideOfPackage(SERVER + ".store")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.springframework.jdbc..", "javax.sql..")
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching("java\\.sql\\.(?!SQLException$).*"); // of which a failed start tells

  /** They are programs of their own: quick, and callers like any other. */
  private static final ArchRule COMMANDS_STAND_APART =
      CompositeArchRule.of(
              noClasses()
                  .that()
                  .resideInAPackage(SERVER + ".command")
                  .should()
                  .dependOnClassesThat()
                  .resideInAPackage("org.springframework.."))
          .and(
              noClasses()
                  .that()
                  .resideOutsideOfPackage(SERVER + ".command")
                  .should()
                  .dependOnClassesThat()
                  .resideInAPackage("dev.milvusaccess.client.."));

  @Test
  void packagesFormNoCycle() {
    assertThat(PRODUCT.that(not(resideInAPackage(SERVER + ".generated..")))).hasSizeGreaterThan(80);
    NO_CYCLE.check(PRODUCT);
  }

  @Test
  void onlyTheStoreKnowsSql() {
    SQL_IN_THE_STORE_ONLY.check(PRODUCT);
  }

  @Test
  void onlyCommandsUseTheClientAndTheyStartNoServer() {
    COMMANDS_STAND_APART.check(PRODUCT);
  }

  /** The tests of the store reach into it, and other tests into the store's database. */
  @Test
  void theRulesCanFail() {
    JavaClasses withTests = new ClassFileImporter().importPackages(SERVER);

    assertThat(NO_CYCLE.evaluate(withTests).hasViolation()).isTrue();
    assertThat(SQL_IN_THE_STORE_ONLY.evaluate(withTests).hasViolation()).isTrue();
    assertThat(COMMANDS_STAND_APART.evaluate(withTests).hasViolation()).isTrue();
  }
}
