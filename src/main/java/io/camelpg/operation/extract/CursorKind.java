package io.camelpg.operation.extract;

import io.camelpg.catalog.RelationColumn;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a cursor is, as far as it matters for the lower end of what is read: which value a transaction cannot go below that
 * begins after a given one was seen.
 */
enum CursorKind {
    /** Timestamps: no later than the clock was, whatever somebody may have written, and a minute before. */
    TIME("timestamp with time zone"),
    LOCAL_TIME("timestamp without time zone"),
    DATE("date"),
    INTEGER("bigint"),
    NUMERIC("numeric"),
    /** Version 7, which begins with a time. */
    UUID_7("uuid"),
    /** In the order of its collation, or of its type. */
    OTHER("");

    private static final long MINUTE = TimeUnit.MINUTES.toMillis(1);
    private static final long SUMMER_TIME = TimeUnit.HOURS.toMillis(1);

    private final String type;

    CursorKind(String type) {
        this.type = type;
    }

    static CursorKind of(RelationColumn column) {
        return switch (column.typeName()) {
            case "timestamp with time zone" -> TIME;
            case "timestamp without time zone" -> LOCAL_TIME;
            case "date" -> DATE;
            case "smallint", "integer", "bigint" -> INTEGER;
            case "numeric" -> NUMERIC;
            case "uuid" -> UUID_7;
            default -> column.domain() && column.category() == 'D' ? TIME : OTHER;
        };
    }

    /** @throws PgException PG-504 where it is of the other kind */
    void check(@Nullable LookBack lookBack) {
        boolean fits =
                switch (this) {
                    case TIME, LOCAL_TIME, DATE, UUID_7 -> true;
                    case INTEGER, NUMERIC -> lookBack == null || !lookBack.time();
                    case OTHER -> lookBack == null || lookBack.amount() == 0;
                };
        if (!fits) {
            throw new PgException(
                    PgErrorCode.UNSUPPORTED,
                    isNumber()
                            ? "lookBack is a time, and the cursor a number"
                            : "lookBack goes with times, numbers and UUIDs of version 7");
        }
    }

    /**
     * The lowest cursor that is read, as SQL.
     *
     * @param value placeholder of a cursor that was seen
     * @param clock placeholder of what the server's clock said then
     * @param back placeholder of {@link #back}
     */
    String floor(String value, String clock, String back) {
        return switch (this) {
            case TIME, LOCAL_TIME ->
                "LEAST(CAST(" + value + " AS " + type + "), CAST(CAST(" + clock + " AS timestamptz) AS " + type
                        + ")) - CAST(" + back + " AS interval)";
            case DATE ->
                "LEAST(CAST(" + value + " AS date), CAST(CAST(" + clock + " AS timestamptz) AS date)) - CAST(" + back
                        + " AS integer)";
            case INTEGER, NUMERIC -> "CAST(" + value + " AS " + type + ") - CAST(" + back + " AS " + type + ")";
            case UUID_7, OTHER -> value;
        };
    }

    /** What {@link #floor} subtracts; null where it subtracts nothing. */
    @Nullable
    Object back(@Nullable LookBack lookBack) {
        long millis = lookBack == null ? usual() : lookBack.amount();
        return switch (this) {
            case TIME, LOCAL_TIME -> millis + " milliseconds";
            // A day has begun for a transaction that began before midnight.
            case DATE -> (int) Math.min(1_000_000, 1 + TimeUnit.MILLISECONDS.toDays(millis));
            case INTEGER, NUMERIC -> lookBack == null ? 0L : lookBack.amount();
            case UUID_7, OTHER -> null;
        };
    }

    /** Local clocks are set back when summer time ends. */
    private long usual() {
        return this == LOCAL_TIME ? MINUTE + SUMMER_TIME : MINUTE;
    }

    /**
     * Whether nobody writes a lower one for a reason of its own: what is no number says nothing of others. Floating-point
     * numbers, and domains over numbers, are among {@link #OTHER}.
     */
    boolean bounds(String value) {
        boolean number = this == NUMERIC || this == OTHER;
        return !number || !(value.equals("NaN") || value.endsWith("Infinity"));
    }

    /** {@link #back} of nothing. */
    @Nullable
    Object nothing() {
        return switch (this) {
            case TIME, LOCAL_TIME -> "0 milliseconds";
            case DATE -> 0;
            case INTEGER, NUMERIC -> 0L;
            case UUID_7, OTHER -> null;
        };
    }

    /** What stands for the value's placeholder in {@link #floor}. */
    String bound(String value, @Nullable LookBack lookBack) {
        if (this != UUID_7) {
            return value;
        }
        UUID uuid = UUID.fromString(value);
        if (uuid.version() != 7) {
            throw new PgException(
                    PgErrorCode.UNSUPPORTED,
                    "the cursor is a UUID of version " + uuid.version() + ", which says nothing of when it was made",
                    null,
                    "UUIDs of version 7 can be a cursor (uuidv7() from PostgreSQL 18 on), or a column with a time",
                    null);
        }
        long millis = uuid.getMostSignificantBits() >>> 16;
        long back = lookBack == null ? MINUTE : lookBack.amount();
        return new UUID(Math.max(0, millis - back) << 16, 0).toString();
    }

    private boolean isNumber() {
        return this == INTEGER || this == NUMERIC;
    }
}
