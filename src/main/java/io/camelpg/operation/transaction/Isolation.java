package io.camelpg.operation.transaction;

/** The isolation levels of "Transaction Isolation" in PostgreSQL's manual; READ UNCOMMITTED is the first one there. */
public enum Isolation {
    READ_COMMITTED("READ COMMITTED"),
    REPEATABLE_READ("REPEATABLE READ"),
    SERIALIZABLE("SERIALIZABLE");

    private final String sql;

    Isolation(String sql) {
        this.sql = sql;
    }

    String sql() {
        return sql;
    }
}
