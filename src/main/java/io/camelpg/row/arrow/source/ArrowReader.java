package io.camelpg.row.arrow.source;

import com.google.flatbuffers.Table;
import io.camelpg.error.PgException;
import java.io.InputStream;
import java.util.List;
import org.apache.arrow.flatbuf.DictionaryBatch;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.flatbuf.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A stream or a file of Arrow's IPC, row by row; one record batch is in memory, and the dictionaries. Needs {@link
 * io.camelpg.row.arrow.ArrowLibrary}. Not thread-safe; does not close the stream.
 */
public final class ArrowReader {
    private final MessageStream messages;
    private final SourceFields fields;
    private final List<SourceColumn> columns;
    private int row = -1;
    private int rows;
    private boolean ended;

    /**
     * Reads as far as the schema.
     *
     * @throws PgException PG-106 where there is none, or it has what is not read
     */
    public ArrowReader(InputStream in) {
        this.messages = new MessageStream(in);
        Message first = messages.next();
        if (first == null) {
            throw noSchema();
        }
        this.fields = checked(() -> fields(first));
        this.columns = fields.columns();
    }

    private static SourceFields fields(Message first) {
        if (first.headerType() != MessageHeader.Schema) {
            throw noSchema();
        }
        if (first.version() < MetadataVersion.V4) {
            throw Faults.unsupported("a format of before 2017", "Write it with a newer library");
        }
        return new SourceFields(header(first, new Schema()));
    }

    private static PgException noSchema() {
        return Faults.malformed("it does not begin with a schema");
    }

    private static <T extends Table> T header(Message message, T type) {
        if (message.header(type) == null) {
            throw Faults.malformed("a message has no content");
        }
        return type;
    }

    /** A step whose failures are the body's. */
    private interface Step<T> {
        T run();
    }

    private static <T> T checked(Step<T> step) {
        try {
            return step.run();
        } catch (PgException e) {
            throw e;
        } catch (RuntimeException e) {
            // what is generated for the metadata does not look where it reads
            throw Faults.malformed("its metadata is damaged", e);
        }
    }

    /** The names of the fields, in order; all different. */
    public List<String> names() {
        return fields.names();
    }

    /**
     * Moves to the next row.
     *
     * @return false at the end
     * @throws PgException PG-106 where the stream cannot be read on
     */
    public boolean advance() {
        row++;
        while (row >= rows) {
            if (ended || !message()) {
                ended = true;
                return false;
            }
        }
        return true;
    }

    /** Reads a message; false for the mark of the end. */
    private boolean message() {
        Message message = messages.next();
        if (message == null) {
            return false;
        }
        return checked(() -> {
            switch (message.headerType()) {
                case MessageHeader.RecordBatch -> batch(header(message, new RecordBatch()));
                case MessageHeader.DictionaryBatch -> dictionary(header(message, new DictionaryBatch()));
                default -> throw Faults.malformed("a message that is no record batch");
            }
            return true;
        });
    }

    private void batch(RecordBatch metadata) {
        Batch batch = new Batch(metadata, messages.body());
        for (SourceColumn column : columns) {
            column.load(batch, batch.rows());
        }
        row = 0;
        rows = batch.rows();
    }

    private void dictionary(DictionaryBatch metadata) {
        Dictionary dictionary = fields.dictionaries().get(metadata.id());
        RecordBatch data = metadata.data();
        if (dictionary == null || data == null) {
            throw Faults.malformed("a dictionary that no field has");
        }
        dictionary.load(new Batch(data, messages.body()), metadata.isDelta());
    }

    /**
     * A value of the current row, as Java's: Boolean, Integer, Long, BigInteger, Float, Double, BigDecimal, String, byte[],
     * java.time's, List, Map; an interval is its text in ISO 8601.
     *
     * @throws PgException PG-301 for a value that PostgreSQL has no place for, PG-106 for damage
     */
    public @Nullable Object value(int column) {
        return columns.get(column).value(row);
    }
}
