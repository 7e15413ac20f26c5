package io.camelpg.type;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import org.jspecify.annotations.Nullable;

/** The errors of this room. They name the Java kind and the PostgreSQL type, and never a value. */
final class Rejection {
    private Rejection() {}

    /** A Java kind that the type does not take. */
    static PgException kind(PgType type, Object value, @Nullable String hint) {
        if (value instanceof JsonNumberTooLarge) {
            return new PgException(
                    PgErrorCode.VALUE_REJECTED,
                    "A number of a JSON document cannot become " + type.name()
                            + ": it has more digits or a larger exponent than numeric can hold");
        }
        return new PgException(
                PgErrorCode.VALUE_REJECTED,
                "A value of the Java kind " + kindOf(value) + " cannot become " + type.name(),
                null,
                hint == null ? "Give a value of the type's own kind, or its PostgreSQL text as a String" : hint,
                null);
    }

    /** A Java kind that the type takes, with a value that it cannot hold. */
    static PgException value(PgType type, Object value, String why) {
        return new PgException(
                PgErrorCode.VALUE_REJECTED,
                "A value of the Java kind " + kindOf(value) + " does not fit " + type.name() + ": " + why);
    }

    static PgException value(PgType type, Object value, String why, String hint) {
        return new PgException(
                PgErrorCode.VALUE_REJECTED,
                "A value of the Java kind " + kindOf(value) + " does not fit " + type.name() + ": " + why,
                null,
                hint,
                null);
    }

    /** Wire data that is not what the type's format allows. */
    static PgException malformed(PgType type, int length) {
        return new PgException(
                PgErrorCode.DATA_ERROR,
                "A value of " + length + " bytes from the server is not a well-formed " + type.name(),
                null,
                "Look at what stands between here and the server; PostgreSQL itself does not send this",
                null);
    }

    /** A value that its type has and a column of the type's form has not. */
    static PgException noColumnForm(PgType type, String what) {
        return new PgException(
                PgErrorCode.VALUE_NOT_REPRESENTABLE, type.name() + ": the format has no form for " + what);
    }

    /** A composite value with other attributes than the catalog had when the type was loaded. */
    static PgException changed(PgType type, int attributes) {
        return new PgException(
                PgErrorCode.DATA_ERROR,
                "A value of the composite type " + type.name() + " has not the " + attributes + " attributes known",
                null,
                "The type was changed while it was in use; the next call knows its new attributes",
                null);
    }

    /** A number that json, which keeps numbers as text, can hold and Java's BigDecimal cannot. */
    static PgException exponentTooLarge(PgType type) {
        return new PgException(
                PgErrorCode.DATA_ERROR,
                "A number within a value of " + type.name() + " has an exponent beyond the range of a BigDecimal",
                null,
                "Take the column as text: jsonColumns=string",
                null);
    }

    /** A binary value of a type whose binary format is not understood here. */
    static PgException notInBinary(PgType type) {
        return new PgException(
                PgErrorCode.UNSUPPORTED,
                "The type " + type.name() + " is only read in text format",
                null,
                "Ask for the column in text format, or cast it to text",
                null);
    }

    static PgException tooLarge() {
        return new PgException(PgErrorCode.RESULT_TOO_LARGE, "A value or row takes more than 2 GB of memory");
    }

    private static String kindOf(Object value) {
        return value.getClass().getTypeName();
    }
}
