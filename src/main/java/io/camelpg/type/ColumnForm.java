package io.camelpg.type;

/** What a column of a type's values is made of, in formats that go by columns. */
public enum ColumnForm {
    /** UTF-8, as {@link PgType#writeText} prints it. */
    TEXT,
    /** As {@link PgType#columnBytes} has them. */
    BYTES,
    /** 0 or 1. */
    BOOLEAN,
    INT16,
    INT32,
    INT64,
    /** The bits of a float. */
    FLOAT32,
    /** The bits of a double. */
    FLOAT64,
    /** Days from 1970-01-01. */
    DATE,
    /** Microseconds of the day, less than a whole one. */
    TIME,
    /** Microseconds from 1970-01-01 00:00, wherever that was. */
    TIMESTAMP,
    /** Microseconds from 1970-01-01 00:00 UTC. */
    INSTANT,
    /** Whole numbers, of which so many digits stand after the point as the column's modifier states. */
    DECIMAL,
    /** Any number of elements of one type. */
    LIST,
    /** Attributes by name. */
    STRUCT
}
