package io.camelpg.operation.extract;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.Arguments;
import io.camelpg.operation.Planned;
import io.camelpg.row.RowDecoder;
import io.camelpg.row.RowStream;
import io.camelpg.session.Session;
import io.camelpg.session.StatementPlan;
import io.camelpg.sql.Placeholder;
import io.camelpg.sql.SqlTemplate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what is new behind a position, on one session, for one message. Not thread-safe. */
final class IncrementalReader {
    /** A poll brings so many with it; more are asked for by themselves. */
    private static final int FEW = 100;

    private final ExtractPlan plan;
    private final IncrementalSource source;
    private final Session session;
    private final Map<String, @Nullable Object> fixed = new HashMap<>();

    /** @param arguments of the endpoint's condition */
    IncrementalReader(ExtractPlan plan, IncrementalSource source, Session session, Arguments arguments) {
        this.plan = plan;
        this.source = source;
        this.session = session;
        String where = plan.where();
        if (where != null) {
            SqlTemplate condition = Condition.template(where);
            @Nullable Object[] values = arguments.values(condition);
            for (int i = 0; i < values.length; i++) {
                fixed.put(condition.placeholders().get(i).label(), values[i]);
            }
        }
    }

    /** The rows, and the state of the run that they belong to. */
    record Run(PositionedRows rows, RunState state) {}

    /** Everything that is new: in one round trip where it is little. */
    Run all(Position position) {
        Position.Page unfinished = position.page();
        if (unfinished != null) {
            return new Run(given(position, unfinished.state(), null), unfinished.state());
        }
        // The first time, there is much.
        int few = position.settled() == 0 && position.floor() == null ? 0 : FEW;
        Run run = asked(position, few);
        return run.rows().total() < few ? run : new Run(given(position, run.state(), null), run.state());
    }

    /** At most so many rows of what is new. */
    Run page(Position position, int rows) {
        Position.Page unfinished = position.page();
        return unfinished == null
                ? asked(position, rows)
                : new Run(given(position, unfinished.state(), rows), unfinished.state());
    }

    /** In the first statement of a run. */
    private Run asked(Position position, int limit) {
        SqlTemplate template = source.sql().get(shape(true, position));
        Map<String, @Nullable Object> values = values(position);
        values.put(IncrementalSql.LIMIT, (long) limit);
        RowStream rows = Planned.run(session, template, known -> read(known, bound(template, values)));
        if (!rows.advance()) {
            throw new IllegalStateException("the state of a run is a row");
        }
        RowDecoder decoder = new RowDecoder(rows, false);
        Set<String> running = new HashSet<>();
        if (decoder.value(2) instanceof List<?> all) {
            all.forEach(transaction -> running.add(String.valueOf(transaction)));
        }
        if (Boolean.TRUE.equals(decoder.value(4)) && source.incremental().lookBack() == null) {
            throw new PgException(
                    PgErrorCode.UNSUPPORTED,
                    "the server is a standby, which does not know what transactions run at the primary",
                    null,
                    "Set lookBack to how long these may take, or read from the primary",
                    null);
        }
        RunState state =
                new RunState(number(decoder.value(0)), number(decoder.value(1)), running, text(decoder.value(3)));
        source.heldBack().note(ExtractSource.name(source.table().relation()), state, System.nanoTime());
        boolean none = decoder.value(5) == null;
        NullCursor nulls = source.incremental().nullCursor();
        return new Run(
                new PositionedRows(rows, source.columns(), nulls, IncrementalSql.STATE_COLUMNS, true, none), state);
    }

    /** In a later statement of a run. */
    private PositionedRows given(Position position, RunState state, @Nullable Integer limit) {
        SqlTemplate template = source.sql().get(shape(false, position));
        Map<String, @Nullable Object> values = values(position);
        values.put(IncrementalSql.SETTLED, state.settled());
        values.put(IncrementalSql.REFERENCE, state.reference());
        values.put(IncrementalSql.LIMIT, limit == null ? null : (long) limit);
        boolean streamed = plan.streamed() && limit == null;
        RowStream rows = Planned.run(
                session,
                template,
                known -> streamed
                        ? session.database().stream(
                                session, known, bound(template, values), plan.fetch(), plan.streamIdleMillis())
                        : read(known, bound(template, values)));
        return new PositionedRows(rows, source.columns(), source.incremental().nullCursor(), 0, false, false);
    }

    private RowStream read(StatementPlan known, @Nullable Object[] values) {
        RowStream rows = session.read(known, values, 0).rows();
        if (rows == null) {
            throw new IllegalStateException("the statement returns rows");
        }
        return rows;
    }

    private IncrementalSql.Shape shape(boolean asks, Position position) {
        boolean resumed = position.page() != null;
        boolean fromNull = resumed && position.last().get(0) == null;
        Position.Floor floor = position.floor();
        boolean floored = floor != null && source.columns().kind().bounds(floor.value());
        return new IncrementalSql.Shape(asks, floored, resumed, fromNull);
    }

    private Map<String, @Nullable Object> values(Position position) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put(IncrementalSql.FROM, position.settled());
        Position.Floor floor = position.floor();
        if (floor != null) {
            LookBack back = source.incremental().lookBack();
            CursorKind kind = source.columns().kind();
            values.put(IncrementalSql.FLOOR, floor.exact() ? floor.value() : kind.bound(floor.value(), back));
            values.put(IncrementalSql.CLOCK, floor.clock());
            values.put(IncrementalSql.BACK, floor.exact() ? kind.nothing() : kind.back(back));
        }
        for (int i = 0; i < position.last().size(); i++) {
            values.put(IncrementalSql.AFTER + i, position.last().get(i));
        }
        return values;
    }

    private @Nullable Object[] bound(SqlTemplate template, Map<String, @Nullable Object> ours) {
        List<Placeholder> placeholders = template.placeholders();
        @Nullable Object[] values = new @Nullable Object[placeholders.size()];
        for (int i = 0; i < values.length; i++) {
            Placeholder placeholder = placeholders.get(i);
            boolean own = placeholder instanceof Placeholder.Named named
                    && named.name().startsWith(IncrementalSql.PREFIX);
            values[i] = own ? ours.get(((Placeholder.Named) placeholder).name()) : fixed.get(placeholder.label());
        }
        return values;
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }

    private static String text(@Nullable Object value) {
        return String.valueOf(value);
    }
}
