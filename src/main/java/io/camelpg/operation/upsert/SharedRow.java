package io.camelpg.operation.upsert;

import io.camelpg.error.PgException;
import io.camelpg.operation.CoalescedCall;
import io.camelpg.operation.SourceRow;
import io.camelpg.operation.upsert.Shape.Kind;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** The only row of a call, on its way together with those of others. */
final class SharedRow {
    /** The same for all who write together with others, so that they do not lock each other out. */
    static final Comparator<SharedRow> BY_KEY = SharedRow::compareKeys;

    /** {@code pg_type.typcategory} */
    private static final char NUMBERS = 'N';

    private final UpsertTarget target;
    private final CoalescedCall call;
    private final UpsertUnit unit;
    private final Shape shape;
    private final Kind kind;

    private SharedRow(UpsertTarget target, CoalescedCall call, UpsertUnit unit, Shape shape, Kind kind) {
        this.target = target;
        this.call = call;
        this.unit = unit;
        this.shape = shape;
        this.kind = kind;
    }

    /** Null where the row has to go by itself: it is a bad one, or may take more than one statement. */
    static @Nullable SharedRow of(UpsertTarget target, CoalescedCall call, SourceRow source) {
        SentRow row;
        @Nullable Object key;
        try {
            row = new RowReader(target).read(0, source);
            key = new RowKeys(target).of(row);
        } catch (PgException e) {
            return null;
        }
        Shape shape = target.shape(row.present());
        Kind kind = row.delete() ? Kind.DELETE : shape.writing();
        return kind == Kind.EXISTING_FIRST ? null : new SharedRow(target, call, new UpsertUnit(row, key), shape, kind);
    }

    CoalescedCall call() {
        return call;
    }

    /** Its {@link UpsertUnit#key()} is null where only the server knows which keys are equal. */
    UpsertUnit unit() {
        return unit;
    }

    Shape shape() {
        return shape;
    }

    Kind kind() {
        return kind;
    }

    private static int compareKeys(SharedRow one, SharedRow other) {
        for (int key : one.target.keys()) {
            boolean numbers = one.target.columns().get(key).column().category() == NUMBERS;
            int order = compare(one.unit.row().values()[key], other.unit.row().values()[key], numbers);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** @param numbers whether the column has numbers, which callers may send as text */
    static int compare(@Nullable Object mine, @Nullable Object others, boolean numbers) {
        Double number = numbers ? number(mine) : null;
        Double second = numbers ? number(others) : null;
        if (number != null && second != null) {
            return number.compareTo(second);
        }
        return number == null && second == null
                ? String.valueOf(mine).compareTo(String.valueOf(others))
                : Boolean.compare(number == null, second == null);
    }

    /** Null for what is none. */
    private static @Nullable Double number(@Nullable Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        try {
            return value instanceof String text ? Double.valueOf(text) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
