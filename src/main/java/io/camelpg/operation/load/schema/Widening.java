package io.camelpg.operation.load.schema;

import io.camelpg.catalog.RelationColumn;
import org.jspecify.annotations.Nullable;

/** To what type a column has to be widened so that it takes the values of a field: whatever is in it stays what it is. */
final class Widening {
    private static final int INT8 = 20;
    private static final int INT2 = 21;
    private static final int INT4 = 23;
    private static final int FLOAT4 = 700;
    private static final int VARCHAR = 1043;
    private static final int DATE = 1082;
    private static final int NUMERIC = 1700;
    /** What typmods of varchar and numeric begin at. */
    private static final int HEADER = 4;

    private Widening() {}

    /**
     * The wider type, as {@code format_type} prints it; null where the column takes the values already, or where no wider type
     * would help.
     *
     * @param source the type that the field had where the rows came from, or null
     */
    static @Nullable String of(RelationColumn column, FieldFacts values, @Nullable String source) {
        if (column.generated() || column.identityAlways()) {
            return null;
        }
        return switch (column.typeOid()) {
            case INT2 ->
                values.within(Short.MIN_VALUE, Short.MAX_VALUE)
                        ? null
                        : values.within(Integer.MIN_VALUE, Integer.MAX_VALUE) ? "integer" : large(values);
            case INT4 -> values.within(Integer.MIN_VALUE, Integer.MAX_VALUE) ? null : large(values);
            case INT8 -> values.within(Long.MIN_VALUE, Long.MAX_VALUE) ? null : "numeric";
            case FLOAT4 -> values.beyondReal() || "double precision".equals(source) ? "double precision" : null;
            case VARCHAR ->
                column.typmod() >= HEADER && values.longest() > column.typmod() - HEADER ? "character varying" : null;
            case DATE -> values.daysWithTime() ? "timestamp without time zone" : null;
            case NUMERIC -> values.wholeDigits() > wholeDigits(column.typmod()) ? "numeric" : null;
            default -> null;
        };
    }

    private static String large(FieldFacts values) {
        return values.within(Long.MIN_VALUE, Long.MAX_VALUE) ? "bigint" : "numeric";
    }

    /** Digits before the point that a numeric(precision, scale) has room for; one without them has any number. */
    private static int wholeDigits(int typmod) {
        if (typmod < HEADER) {
            return Integer.MAX_VALUE;
        }
        int precision = ((typmod - HEADER) >> 16) & 0xFFFF;
        int scale = (((typmod - HEADER) & 0x7FF) ^ 1024) - 1024;
        return precision - scale;
    }
}
