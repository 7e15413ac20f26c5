package io.camelpg.operation.upsert;

/** What becomes of a column that a row has no field for. */
public enum Absent {
    /** A stored value stays, a new row gets the column's default. */
    KEEP,
    /** NULL, in every column that takes NULL. */
    NULL
}
