package io.camelpg.operation.upsert;

import io.camelpg.row.RowDecoder;
import io.camelpg.row.RowStream;
import io.camelpg.session.StatementResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what the server answered to one of our statements, row by row. */
final class Answers {
    private final @Nullable RowStream rows;
    private final @Nullable RowDecoder decoder;

    Answers(StatementResult result) {
        this.rows = result.rows();
        this.decoder = rows == null ? null : new RowDecoder(rows, false);
    }

    boolean next() {
        return rows != null && rows.advance();
    }

    private @Nullable Object value(int column) {
        return decoder == null ? null : decoder.value(column);
    }

    boolean isNull(int column) {
        return value(column) == null;
    }

    boolean is(int column) {
        return Boolean.TRUE.equals(value(column));
    }

    long number(int column) {
        return value(column) instanceof Number number ? number.longValue() : 0;
    }

    /** The elements of an array of numbers, none for NULL. */
    long[] numbers(int column) {
        return value(column) instanceof List<?> list
                ? list.stream()
                        .mapToLong(element -> element instanceof Number number ? number.longValue() : 0)
                        .toArray()
                : new long[0];
    }

    /** The values from a column on, as they are; the statements that give rows back give them in text format. */
    byte[] @Nullable [] texts(int from) {
        if (rows == null) {
            return new byte[0][];
        }
        byte[] @Nullable [] texts = new byte[rows.columns().size() - from][];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = rows.value(from + i);
        }
        return texts;
    }
}
