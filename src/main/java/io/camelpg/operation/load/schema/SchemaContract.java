package io.camelpg.operation.load.schema;

/** What becomes of a table that is not one for all fields of the rows. Constants are named as routes write them. */
public enum SchemaContract {
    /** A schema, a table and columns that are missing are made, and types widened. */
    evolve,
    /** Nothing is changed: a difference fails the call. */
    freeze,
    /** Nothing is changed: fields without a column are left out, and reported. */
    discard
}
