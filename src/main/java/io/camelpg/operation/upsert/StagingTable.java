package io.camelpg.operation.upsert;

import io.camelpg.session.Session;
import io.camelpg.type.Format;
import io.camelpg.type.OutputBuffer;
import io.camelpg.type.ParameterSink;
import io.camelpg.type.PgType;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A temporary table that rows are copied into, to be written from there by one statement. It is there as long as that takes,
 * and goes with the transaction whatever happens. Not thread-safe.
 */
final class StagingTable implements ParameterSink {
    static final String NAME = "pg_temp.camelpg_upsert";
    private static final int PART = 1 << 17;

    private final UpsertTarget target;
    private final int[] columns;
    private final OutputBuffer out = new OutputBuffer(PART + 4096);
    private final OutputBuffer scratch = new OutputBuffer();
    private PgType type;

    private StagingTable(UpsertTarget target, int[] columns) {
        this.target = target;
        this.columns = columns;
        this.type = target.columns().get(columns[0]).type();
    }

    /** Creates it with the values of these units in it. */
    static void fill(Session session, UpsertTarget target, Shape shape, List<UpsertUnit> units) {
        int[] columns = shape.columns();
        String definitions = IntStream.of(columns)
                .mapToObj(column -> "_" + column + " "
                        + target.columns().get(column).column().typeName())
                .collect(Collectors.joining(", "));
        session.run("CREATE TEMP TABLE camelpg_upsert (" + definitions + ") ON COMMIT DROP");
        StagingTable table = new StagingTable(target, columns);
        session.copyIn("COPY " + NAME + " FROM STDIN", sink -> table.write(units, sink));
    }

    static void drop(Session session) {
        session.run("DROP TABLE " + NAME);
    }

    private void write(List<UpsertUnit> units, Session.CopySink sink) {
        for (UpsertUnit unit : units) {
            row(unit.row().values());
            if (out.size() >= PART) {
                sink.write(out.array(), out.size());
                out.reset();
            }
        }
        sink.write(out.array(), out.size());
    }

    private void row(@Nullable Object[] values) {
        for (int i = 0; i < columns.length; i++) {
            if (i > 0) {
                out.write('\t');
            }
            Object value = values[columns[i]];
            if (value == null) {
                out.ascii("\\N");
            } else {
                type = target.columns().get(columns[i]).type();
                type.bind(value, this);
            }
        }
        out.write('\n');
    }

    @Override
    public void text(String value) {
        boolean plain = true;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= 0x80 || c == '\\' || c < ' ') {
                plain = false;
                break;
            }
        }
        if (plain) {
            out.ascii(value);
        } else {
            scratch.reset();
            scratch.text(value);
            escape();
        }
    }

    @Override
    public void binary(byte[] value) {
        scratch.reset();
        type.writeText(value, 0, value.length, Format.BINARY, scratch);
        escape();
    }

    /** COPY's text format: PostgreSQL's manual, "COPY", File Formats. */
    private void escape() {
        byte[] bytes = scratch.array();
        int from = 0;
        for (int i = 0; i < scratch.size(); i++) {
            char escaped = escaped(bytes[i]);
            if (escaped != 0) {
                out.write(bytes, from, i - from);
                out.write('\\');
                out.write(escaped);
                from = i + 1;
            }
        }
        out.write(bytes, from, scratch.size() - from);
    }

    private static char escaped(byte b) {
        return switch (b) {
            case '\\' -> '\\';
            case '\t' -> 't';
            case '\n' -> 'n';
            case '\r' -> 'r';
            default -> 0;
        };
    }
}
