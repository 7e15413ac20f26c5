package io.camelpg.operation.extract.claim;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.sql.TableName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What becomes of a row that is not to be claimed any more, as the route writes it. */
public sealed interface Ending {
    /** The row is deleted. */
    record Deleted() implements Ending {}

    /**
     * Columns of the row say so.
     *
     * @param columns of which the first one tells rows that are still to be claimed
     */
    record Marked(List<MarkedColumn> columns) implements Ending {
        public Marked {
            columns = List.copyOf(columns);
        }
    }

    /**
     * A column and what it becomes.
     *
     * @param column as the route names it
     * @param value null where the column's type says it: the time, or true
     */
    record MarkedColumn(String column, @Nullable String value) {}

    /** The row is moved to another table. */
    record Moved(TableName table) implements Ending {}

    /**
     * {@code delete}, or columns separated by commas, each alone or as {@code column:value}.
     *
     * @throws PgException PG-501, PG-220
     */
    static Ending done(String option) {
        return option.strip().equals("delete") ? new Deleted() : marked("done", option.strip());
    }

    /**
     * {@code table:name}, or columns as in {@link #done}.
     *
     * @throws PgException PG-501, PG-220
     */
    static Ending setAside(String option) {
        String text = option.strip();
        return text.startsWith("table:")
                ? new Moved(TableName.parse(text.substring("table:".length()).strip()))
                : marked("setAside", text);
    }

    private static Marked marked(String option, String text) {
        List<MarkedColumn> columns = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            columns.add(column(option, part.strip()));
        }
        return new Marked(columns);
    }

    private static MarkedColumn column(String option, String text) {
        int colon = text.startsWith("\"") ? text.indexOf(':', text.lastIndexOf('"')) : text.indexOf(':');
        String column = colon < 0 ? text : text.substring(0, colon);
        if (column.isBlank() || colon == text.length() - 1) {
            throw new PgException(
                    PgErrorCode.INVALID_CONFIGURATION,
                    option + " must be a column, or a column and a value such as status:done, not '" + text + "'");
        }
        return new MarkedColumn(column.strip(), colon < 0 ? null : text.substring(colon + 1));
    }
}
