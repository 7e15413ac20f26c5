package io.camelpg.operation.upsert;

import io.camelpg.operation.TargetColumn;
import io.camelpg.session.Session;
import io.camelpg.type.CopyText;
import io.camelpg.type.OutputBuffer;
import io.camelpg.type.PgType;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A temporary table that rows are copied into, to be written from there by one statement. It is there as long as that takes,
 * and goes with the transaction whatever happens. Not thread-safe.
 */
final class StagingTable {
    static final String NAME = "pg_temp.camelpg_upsert";
    private static final int PART = 1 << 17;

    private final List<PgType> types;
    private final int[] columns;
    private final OutputBuffer out = new OutputBuffer(PART + 4096);
    private final CopyText rows = new CopyText(out);

    private StagingTable(UpsertTarget target, int[] columns) {
        this.types = target.columns().stream().map(TargetColumn::type).toList();
        this.columns = columns;
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
            rows.append(types, columns, unit.row().values());
            if (out.size() >= PART) {
                sink.write(out.array(), 0, out.size());
                out.reset();
            }
        }
        sink.write(out.array(), 0, out.size());
    }
}
