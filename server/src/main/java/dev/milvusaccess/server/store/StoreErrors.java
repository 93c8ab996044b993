package dev.milvusaccess.server.store;

import org.springframework.jdbc.support.SQLErrorCodeSQLExceptionTranslator;
import org.springframework.jdbc.support.SQLErrorCodes;
import org.springframework.jdbc.support.SQLExceptionTranslator;

/**
 * What errors of the databases mean. What is not named here, Spring takes from the SQLSTATE. Left
 * to itself, Spring would ask the database for its name at the first error, which may be that it
 * cannot be reached.
 */
final class StoreErrors {

  private StoreErrors() {}

  /** See https://sqlite.org/rescode.html. */
  static SQLExceptionTranslator ofSqlite() {
    SQLErrorCodes codes = new SQLErrorCodes();
    codes.setCannotAcquireLockCodes("5", "6"); // busy, locked
    codes.setDataIntegrityViolationCodes("19"); // constraint
    // No memory, read-only, I/O error, corrupt, full, cannot open, protocol, not a database.
    codes.setDataAccessResourceFailureCodes("7", "8", "10", "11", "13", "14", "15", "26");
    return new SQLErrorCodeSQLExceptionTranslator(codes);
  }

  /** See https://www.postgresql.org/docs/current/errcodes-appendix.html. */
  static SQLExceptionTranslator ofPostgres() {
    SQLErrorCodes codes = new SQLErrorCodes();
    codes.setUseSqlStateForTranslation(true);
    // No longer the primary, stood still for too long, too little of something.
    codes.setDataAccessResourceFailureCodes(
        "25006", "25P03", "25P04", "53000", "53100", "53200", "53300");
    codes.setCannotAcquireLockCodes("55P03");
    codes.setCannotSerializeTransactionCodes("40001");
    codes.setDeadlockLoserCodes("40P01");
    return new SQLErrorCodeSQLExceptionTranslator(codes);
  }
}
