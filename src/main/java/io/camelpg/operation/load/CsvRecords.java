package io.camelpg.operation.load;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.SourceRow;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The records of a CSV body behind its header line, read as they are asked for. Not thread-safe. */
abstract class CsvRecords implements Iterator<SourceRow> {
    private final CsvReader reader;
    private final List<String> header;
    private @Nullable CsvRecord upcoming;

    /**
     * @param decoded whether values are read as text here, and not by the server
     * @throws PgException PG-106 where there is no header line, or it is not UTF-8
     */
    CsvRecords(InputStream in, boolean decoded) {
        this.reader = new CsvReader(in, decoded);
        CsvRecord first = reader.next();
        if (first == null || first.isEmpty()) {
            throw new PgException(
                    PgErrorCode.INVALID_BODY, "the body has no header line, which names the columns of the CSV");
        }
        if (!first.isUtf8()) {
            throw new PgException(PgErrorCode.INVALID_BODY, "the header line is not UTF-8");
        }
        this.header = first.texts();
        advance();
    }

    /** The fields that the records have. */
    final List<String> header() {
        return header;
    }

    @Override
    public final boolean hasNext() {
        return upcoming != null;
    }

    @Override
    public final SourceRow next() {
        CsvRecord record = upcoming;
        if (record == null) {
            throw new NoSuchElementException();
        }
        SourceRow row = row(record, reader.problem(record, header.size()));
        advance();
        return row;
    }

    /** @param problem why it is no row; null where it is one */
    abstract SourceRow row(CsvRecord record, @Nullable PgException problem);

    /** Lines without anything are no records, other than of a single column. */
    private void advance() {
        do {
            upcoming = reader.next();
        } while (upcoming != null && upcoming.isEmpty() && header.size() > 1);
    }
}
