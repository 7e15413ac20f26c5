package io.camelpg.row.arrow.source;

import java.math.BigDecimal;
import java.time.Period;

/** Months, days and times of day as an interval in ISO 8601. */
final class IntervalSource extends SourceColumn {
    /** Arrow's three layouts, with their width in bytes. */
    enum Layout {
        YEAR_MONTH(4),
        DAY_TIME(8),
        MONTH_DAY_NANO(16);

        private final int width;

        Layout(int width) {
            this.width = width;
        }
    }

    private final Layout layout;
    private Slice values = Slice.EMPTY;

    IntervalSource(Layout layout) {
        this.layout = layout;
    }

    @Override
    void loadValues(Batch batch, int count) {
        values = batch.buffer();
    }

    @Override
    Object get(int index) {
        long at = (long) index * layout.width;
        return switch (layout) {
            case YEAR_MONTH -> text(values.int32(at), 0, 0);
            case DAY_TIME -> text(0, values.int32(at), values.int32(at + 4) * 1_000L);
            case MONTH_DAY_NANO -> text(values.int32(at), values.int32(at + 4), micros(values.int64(at + 8)));
        };
    }

    private static long micros(long nanos) {
        if (nanos % 1_000 != 0) {
            throw Faults.value("has nanoseconds, and PostgreSQL keeps microseconds; round it where it is written");
        }
        return nanos / 1_000;
    }

    private static String text(int months, int days, long micros) {
        String date = Period.of(0, months, days).toString();
        return micros == 0
                ? date
                : date + "T"
                        + BigDecimal.valueOf(micros, 6).stripTrailingZeros().toPlainString() + "S";
    }
}
