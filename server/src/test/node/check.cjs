// Drives the user and role calls of the vendor's Node SDK against a server, unchanged, and prints each answer.
const { HttpClient } = require("@zilliz/milvus2-sdk-node");

const [endpoint, username, password, userName, userPassword] = process.argv.slice(2);
const connect = (user, secret) => new HttpClient({ endpoint, username: user, password: secret });
const root = connect(username, password);
const roleName = "sdk_role";
const grant = { roleName, objectType: "Global", objectName: "*", privilege: "CreateCollection" };
const next = userPassword + "-next";

const steps = [
  ["createUser", () => root.createUser({ userName, password: userPassword })],
  ["createUser", () => root.createUser({ userName, password: userPassword })],
  ["listUsers", () => root.listUsers()],
  ["describeUser", () => root.describeUser({ userName })],
  ["updateUserPassword", () => root.updateUserPassword({ userName, password: userPassword, newPassword: next })],
  ["createRole", () => root.createRole({ roleName })],
  ["listRoles", () => root.listRoles()],
  ["grantRoleToUser", () => root.grantRoleToUser({ userName, roleName })],
  ["describeUser", () => connect(userName, next).describeUser({ userName })],
  ["grantPrivilegeToRole", () => root.grantPrivilegeToRole(grant)],
  ["describeRole", () => root.describeRole({ roleName })],
  ["revokePrivilegeFromRole", () => root.revokePrivilegeFromRole(grant)],
  ["revokeRoleFromUser", () => root.revokeRoleFromUser({ userName, roleName })],
  ["dropRole", () => root.dropRole({ roleName })],
  ["dropUser", () => root.dropUser({ userName })],
  ["describeUser", () => connect(userName, next).describeUser({ userName })],
];

(async () => {
  for (const [name, call] of steps) {
    try {
      console.log(name + " " + JSON.stringify(await call()));
    } catch (error) {
      console.log(name + " throws " + error.message);
    }
  }
})();
