package dev.milvusaccess.server.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.milvusaccess.server.contract.Operation.Access;
import dev.milvusaccess.server.contract.RequiredPrivilege.Exemption;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContractTest {

  private final Contract contract = new Contract();

  @Test
  void anOperationSaysWhatItDemands() {
    assertThat(contract.operation("dropUser"))
        .isEqualTo(
            new Operation(
                "dropUser",
                "/v2/vectordb/users/drop",
                Access.WRITE,
                new RequiredPrivilege("Global", "DropOwnership", null, Exemption.NONE),
                "UserReq",
                List.of("userName")));
  }

  @Test
  void anOperationSaysWhetherItChangesAnything() {
    assertThat(contract.operation("describeUser").access()).isEqualTo(Access.READ);
    assertThat(contract.operation("grantRole").access()).isEqualTo(Access.WRITE);
  }

  @Test
  void anOperationOnOnesOwnAccountIsExempt() {
    assertThat(contract.operation("updatePassword").requiredPrivilege())
        .isEqualTo(new RequiredPrivilege("User", "UpdateUser", "userName", Exemption.OWN_ACCOUNT));
  }

  @Test
  void anOperationWithoutParametersRequiresNone() {
    assertThat(contract.operation("listUsers").requiredFields()).isEmpty();
    assertThat(contract.operation("listUsers").requestName()).isEmpty();
  }

  @Test
  void anUnknownOperationIsNotGuessedAt() {
    assertThatIllegalArgumentException().isThrownBy(() -> contract.operation("dropEverything"));
  }
}
