package io.camelpg.operation.load;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.SourceRow;
import java.io.InputStream;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The records of a CSV body as rows of texts, where each value is looked at. Not thread-safe. */
public final class CsvFields extends CsvRecords {
    /** @throws PgException PG-106 where there is no header line, it is not UTF-8, or it names a field twice */
    public CsvFields(InputStream in) {
        super(in, true);
        if (new HashSet<>(header()).size() < header().size()) {
            throw new PgException(PgErrorCode.INVALID_BODY, "the header names a field twice");
        }
    }

    @Override
    SourceRow row(CsvRecord record, @Nullable PgException problem) {
        return problem == null
                ? new SourceRow(record, fields(record), false, null)
                : SourceRow.unreadable(record, problem);
    }

    private Map<String, @Nullable Object> fields(CsvRecord record) {
        List<@Nullable String> values = record.values();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < values.size(); i++) {
            fields.put(header().get(i), values.get(i));
        }
        return fields;
    }
}
