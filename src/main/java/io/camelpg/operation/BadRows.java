package io.camelpg.operation;

/** What becomes of rows that the table does not take; constants are named as routes write them. */
public enum BadRows {
    /** The call fails, and nothing is kept. */
    fail,
    /** They are listed, and the others are kept. */
    reject
}
