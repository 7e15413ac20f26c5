package io.camelpg;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.event.CalledStatement;
import io.camelpg.event.Observer;
import io.camelpg.event.PgEvent;
import io.camelpg.operation.Checkpoint;
import io.camelpg.operation.Outcome;
import io.camelpg.operation.RejectedRow;
import io.camelpg.operation.SchemaChange;
import io.camelpg.row.RowDecoder;
import io.camelpg.row.RowFormat;
import io.camelpg.row.RowIterator;
import io.camelpg.row.RowMapper;
import io.camelpg.row.RowStream;
import io.camelpg.row.arrow.ArrowFormat;
import io.camelpg.row.arrow.ArrowTypes;
import io.camelpg.session.StatementResult;
import io.camelpg.session.TransactionScope;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.SynchronizationAdapter;
import org.jspecify.annotations.Nullable;

/** Turns an outcome into body and headers. Built once per endpoint; thread-safe. */
final class ExchangeResults {
    private final OutputType output;
    private final boolean jsonAsText;
    private final ArrowTypes arrowTypes;
    private final boolean declared;
    private final @Nullable RowMapper mapper;
    private final String connection;
    private final String verb;
    private final StatementNames names;
    private final Observer observer;

    ExchangeResults(
            PgConfiguration options,
            @Nullable RowMapper mapper,
            String connection,
            String verb,
            StatementNames names,
            Observer observer) {
        this.output = options.getOutputType();
        this.jsonAsText = options.getJsonColumns() == JsonColumns.string;
        this.arrowTypes = options.getArrowTypes();
        // what a query joins may be NULL whatever its table declares
        this.declared = verb.equals(PgVerb.extract.name()) && options.getSql() == null;
        this.connection = connection;
        this.verb = verb;
        this.names = names;
        this.observer = observer;
        this.mapper = mapper;
    }

    /**
     * What maps rows to outputClass; null where there is none.
     *
     * @throws PgException PG-501 if there is no such class, or rows cannot be mapped to it
     */
    static @Nullable RowMapper mapper(CamelContext context, PgConfiguration options) {
        String name = options.getOutputClass();
        if (name == null) {
            return null;
        }
        Class<?> type = context.getClassResolver().resolveClass(name);
        if (type == null) {
            throw new PgException(PgErrorCode.INVALID_CONFIGURATION, "outputClass=" + name + ": no such class");
        }
        return RowMapper.of(type, (value, wanted) -> context.getTypeConverter().tryConvertTo(wanted, value));
    }

    void set(Exchange exchange, Outcome outcome) {
        Message message = exchange.getMessage();
        if (outcome instanceof Outcome.Count count) {
            message.setHeader(PgConstants.UPDATE_COUNT, count.updated());
        } else if (outcome instanceof Outcome.Value result) {
            message.setBody(result.value());
        } else if (outcome instanceof Outcome.Several several) {
            setEach(message, several);
        } else if (outcome instanceof Outcome.Rows result) {
            setRows(exchange, result.rows(), result.updateCount());
        } else if (outcome instanceof Outcome.Extracted extracted) {
            setExtracted(exchange, extracted);
        } else if (outcome instanceof Outcome.Upserted upserted) {
            message.setHeader(PgConstants.INSERTED_COUNT, upserted.inserted());
            message.setHeader(PgConstants.UPDATED_COUNT, upserted.updated());
            message.setHeader(PgConstants.SKIPPED_COUNT, upserted.skipped());
            message.setHeader(PgConstants.DELETED_COUNT, upserted.deleted());
            message.setHeader(PgConstants.MERGED_COUNT, upserted.merged());
            setRejected(message, upserted.rejected());
            long changed = upserted.changed();
            message.setHeader(PgConstants.UPDATE_COUNT, changed);
            RowStream rows = upserted.rows();
            if (rows != null) {
                setRows(exchange, rows, changed);
            }
        } else if (outcome instanceof Outcome.Merged merged) {
            set(exchange, merged.counts());
            setChanges(message, merged.changes());
        } else if (outcome instanceof Outcome.Loaded loaded) {
            message.setHeader(PgConstants.INSERTED_COUNT, loaded.inserted());
            message.setHeader(PgConstants.SKIPPED_COUNT, loaded.skipped());
            message.setHeader(PgConstants.UPDATE_COUNT, loaded.inserted());
            setRejected(message, loaded.rejected());
            setChanges(message, loaded.changes());
        }
    }

    private void setChanges(Message message, @Nullable List<SchemaChange> changes) {
        if (changes == null) {
            return;
        }
        message.setHeader(
                PgConstants.SCHEMA_CHANGES,
                changes.stream().map(SchemaChange::asMap).toList());
        for (SchemaChange change : changes) {
            observer.on(new PgEvent.SchemaChanged(
                    connection, verb, change.kind().label(), change.table().toString(), change.column()));
        }
    }

    private void setExtracted(Exchange exchange, Outcome.Extracted extracted) {
        Checkpoint checkpoint = extracted.checkpoint();
        RowStream rows = extracted.rows();
        // What has arrived as a whole is counted by the call.
        int every = rows.total() >= 0 ? Integer.MAX_VALUE : extracted.every();
        Runnable atEnd = checkpoint == null ? () -> {} : () -> setCursor(exchange, checkpoint);
        setRows(
                exchange,
                new ReportedRows(rows, connection, verb, extracted.estimatedRows(), every, observer, atEnd),
                -1);
        if (checkpoint != null) {
            saveAfterwards(exchange, checkpoint);
        }
    }

    private static void setCursor(Exchange exchange, Checkpoint checkpoint) {
        String position = checkpoint.position();
        if (position != null) {
            exchange.getMessage().setHeader(PgConstants.CURSOR, position);
        }
    }

    /** Once everything that was made of the rows has succeeded; in the transaction that they were read in, if it can be. */
    private static void saveAfterwards(Exchange exchange, Checkpoint checkpoint) {
        TransactionScope scope = TransactedProcessor.scope(exchange);
        if (scope != null && checkpoint.withinScope()) {
            scope.beforeCommit(checkpoint::save);
            return;
        }
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onComplete(Exchange done) {
                checkpoint.save();
            }
        });
    }

    private static void setRejected(Message message, List<RejectedRow> rejected) {
        message.setHeader(
                PgConstants.REJECTED_ROWS,
                rejected.stream().map(RejectedRow::asMap).toList());
    }

    /** For each statement its rows, or how many it changed. */
    private void setEach(Message message, Outcome.Several several) {
        List<Object> body = new ArrayList<>();
        for (StatementResult result : several.results()) {
            RowStream rows = result.rows();
            body.add(rows == null ? (Object) result.updateCount() : list(rows));
            if (rows != null && rows.truncated()) {
                message.setHeader(PgConstants.TRUNCATED, true);
            }
        }
        message.setBody(body);
        message.setHeader(PgConstants.ROW_COUNT, several.rowCount());
        message.setHeader(PgConstants.UPDATE_COUNT, several.updateCount());
    }

    private void setRows(Exchange exchange, RowStream rows, long updateCount) {
        Message message = exchange.getMessage();
        if (updateCount >= 0) {
            message.setHeader(PgConstants.UPDATE_COUNT, updateCount);
        }
        message.setHeader(PgConstants.COLUMNS, rows.columns().descriptions());
        try {
            message.setBody(body(exchange, rows));
        } catch (PgException e) {
            rows.close();
            throw updateCount > 0 ? committed(e) : e;
        } catch (RuntimeException e) {
            rows.close();
            throw e;
        }
        if (rows.total() >= 0) {
            setCounts(message, rows);
        }
    }

    private static PgException committed(PgException e) {
        return new PgException(
                e.errorCode(),
                e.detail() + "; the statement's changes are committed",
                e.sqlState(),
                e.hint(),
                e.getCause());
    }

    private static void setCounts(Message message, RowStream rows) {
        message.setHeader(PgConstants.ROW_COUNT, rows.total());
        if (rows.truncated()) {
            message.setHeader(PgConstants.TRUNCATED, true);
        }
    }

    private @Nullable Object body(Exchange exchange, RowStream rows) {
        CalledStatement called = names.of(exchange);
        StreamedRows.Ended end = (ended, read, counted) -> ended(called, read, counted);
        return switch (output) {
            case list -> list(rows);
            case one -> one(rows);
            case scalar -> scalar(rows);
            case stream -> StreamedRows.until(exchange, iterator(rows), rows, end);
            case json -> StreamedRows.until(exchange, rows, RowFormat.json(rows), end);
            case ndjson -> StreamedRows.until(exchange, rows, RowFormat.ndjson(rows), end);
            case csv -> StreamedRows.until(exchange, rows, RowFormat.csv(rows), end);
            case arrow -> StreamedRows.until(exchange, rows, new ArrowFormat(rows, arrowTypes, declared), end);
            case markdown, mermaid -> throw new IllegalStateException("rows are no " + output);
        };
    }

    private void ended(CalledStatement called, RowStream rows, boolean counted) {
        if (!counted) {
            long reported = rows instanceof ReportedRows some ? some.reportedRows() : 0;
            observer.on(new PgEvent.StreamEnded(connection, verb, rows.position(), reported, called));
        }
    }

    private RowIterator<Object> iterator(RowStream rows) {
        return new RowIterator<>(rows, jsonAsText, decoder -> element(decoder));
    }

    private Object element(RowDecoder decoder) {
        return mapper == null ? decoder.row() : mapper.map(decoder);
    }

    private List<Object> list(RowStream rows) {
        RowDecoder decoder = new RowDecoder(rows, jsonAsText);
        List<Object> all = new ArrayList<>((int) Math.max(0, rows.total()));
        while (rows.advance()) {
            all.add(element(decoder));
        }
        return all;
    }

    private @Nullable Object one(RowStream rows) {
        RowDecoder decoder = new RowDecoder(rows, jsonAsText);
        if (!rows.advance()) {
            return null;
        }
        Object first = element(decoder);
        requireLast(rows);
        return first;
    }

    private @Nullable Object scalar(RowStream rows) {
        if (rows.columns().size() != 1) {
            throw new PgException(
                    PgErrorCode.NOT_ONE_COLUMN,
                    "outputType=scalar takes one column, got " + rows.columns().size());
        }
        RowDecoder decoder = new RowDecoder(rows, jsonAsText);
        if (!rows.advance()) {
            return null;
        }
        Object value = decoder.value(0);
        requireLast(rows);
        return value;
    }

    private void requireLast(RowStream rows) {
        if (rows.advance()) {
            throw new PgException(PgErrorCode.NOT_ONE_ROW, "outputType=" + output + " takes at most one row, got more");
        }
    }
}
