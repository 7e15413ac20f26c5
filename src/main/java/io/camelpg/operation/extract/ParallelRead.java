package io.camelpg.operation.extract;

import io.camelpg.catalog.Relation;
import io.camelpg.catalog.TablePart;
import io.camelpg.operation.Arguments;
import io.camelpg.operation.Outcome;
import io.camelpg.operation.Planned;
import io.camelpg.row.Columns;
import io.camelpg.row.RowStream;
import io.camelpg.session.Deadline;
import io.camelpg.session.PartedRead;
import io.camelpg.session.ReadPart;
import io.camelpg.session.Session;
import io.camelpg.session.Sessions;
import io.camelpg.session.StatementPlan;
import io.camelpg.sql.Identifier;
import io.camelpg.sql.TableName;
import io.camelpg.type.PgType;
import io.camelpg.type.TypeCatalog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All rows of a table by several sessions under one snapshot, each reading ranges of blocks.
 *
 * <p>Nothing is missing: rows of the snapshot were there when it was taken, so they lie in blocks that the file had then; it
 * is measured afterwards and may only have grown by rows that the snapshot does not see. Nothing comes twice: a version of a
 * row stays at its place as long as a snapshot sees it, and an update, HOT or not, writes another version. What moves rows
 * (TRUNCATE, CLUSTER, VACUUM FULL, ALTER TABLE) needs the table for itself, and each session has a lock on all of it before
 * it reads its first range; that nobody was faster between snapshot and lock is seen by the file having changed.
 */
final class ParallelRead {
    private static final Logger LOG = LoggerFactory.getLogger(ParallelRead.class);

    /** The first one whose plans read a range of places without the rest ("Tid Range Scan"). */
    private static final int RANGES_SINCE = 140_000;

    private static final int TID = 27;
    private static final int ATTEMPTS = 3;
    private static final String SNAPSHOT = "ISOLATION LEVEL REPEATABLE READ READ ONLY";
    /** A partition read by its own name is left out where the condition excludes all of it. */
    private static final String EXCLUSION = "SET LOCAL constraint_exclusion = on";

    private static final StatementPlan EXPORT = StatementPlan.system("SELECT pg_catalog.pg_export_snapshot()");

    private final ExtractPlan plan;
    private final Set<TableName> told = ConcurrentHashMap.newKeySet();

    ParallelRead(ExtractPlan plan) {
        this.plan = plan;
    }

    /** Says in the log once where a table is read by one session all the same. */
    boolean isPossible(Session session, ExtractSource source) {
        String obstacle = obstacle(session, source.relation());
        if (obstacle != null) {
            tell(source.relation(), obstacle);
        }
        return obstacle == null;
    }

    private static @Nullable String obstacle(Session session, Relation relation) {
        if ("rmp".indexOf(relation.kind()) < 0) {
            return "it is " + relation.kindName();
        }
        if (session.joined()) {
            return "a transacted scope has one connection";
        }
        if (session.hasSettings()) {
            return "role and sessionSettings hold on one";
        }
        if (session.sharesSessions()) {
            return "with pooler-mode=transaction sessions are others'";
        }
        return session.serverVersion() < RANGES_SINCE ? "ranges of a table can be read since PostgreSQL 14" : null;
    }

    private void tell(Relation relation, String obstacle) {
        TableName name = ExtractSource.name(relation);
        if (told.add(name)) {
            LOG.info("pg:extract:{} with parallel={} is read by one connection: {}", name, plan.parallel(), obstacle);
        }
    }

    /** Null where the table has to be read by one session after all. */
    Outcome.@Nullable Extracted run(Sessions sessions, Session session, ExtractSource source, Arguments arguments) {
        Deadline deadline = Deadline.after(plan.timeoutMillis());
        @Nullable Object[] values = arguments.values(source.full(), Set.of());
        Supplier<RowStream> rows = null;
        for (int attempt = 1; rows == null; attempt++) {
            boolean last = attempt == ATTEMPTS;
            Attempt read = Planned.run(
                    session,
                    List.of(source.full(), source.none()),
                    () -> begun(() -> attempt(sessions, session, source, values, deadline), session));
            rows = read.rows();
            if (rows == null) {
                session.rollback();
                if (read.obstacle() != null) {
                    tell(source.relation(), read.obstacle());
                }
                if (last || !read.again()) {
                    return null;
                }
            }
        }
        // The session is that of the readers now: what fails from here on is no reason to touch it.
        return new Outcome.Extracted(
                plan.limit().of(rows.get()), source.facts().estimatedRows(), plan.batchSize(), null);
    }

    /**
     * @param rows are waited for behind the attempt; null where they could not be read so
     * @param obstacle why, where that is worth telling
     * @param again whether another attempt may do
     */
    private record Attempt(@Nullable Supplier<RowStream> rows, @Nullable String obstacle, boolean again) {}

    private interface Work {
        Attempt run();
    }

    /** No transaction is left open where it fails. */
    private static Attempt begun(Work work, Session session) {
        boolean done = false;
        try {
            Attempt attempt = work.run();
            done = true;
            return attempt;
        } finally {
            if (!done) {
                session.rollback();
            }
        }
    }

    private Attempt attempt(
            Sessions sessions, Session session, ExtractSource source, @Nullable Object[] values, Deadline deadline) {
        StatementPlan all = session.database().plan(session, source.full());
        StatementPlan none = session.database().plan(session, source.none());
        session.begin(SNAPSHOT);
        Columns columns = locked(session, none);
        List<TablePart> tables = TablePart.read(session, source.relation());
        for (TablePart table : tables) {
            if (table.obstacle() != null) {
                return new Attempt(null, table.obstacle(), false);
            }
            if (table.moved()) {
                return new Attempt(null, null, true);
            }
        }
        List<BlockRange> ranges = BlockRange.of(tables, plan.parallel());
        if (ranges.size() < 2) {
            return new Attempt(null, null, false);
        }
        boolean family = tables.size() > 1 || !tables.get(0).root();
        String joins = "SET TRANSACTION SNAPSHOT '" + exported(session) + "'" + (family ? "; " + EXCLUSION : "");
        if (family) {
            session.run(EXCLUSION);
        }
        PartedRead read = new PartedRead(
                parts(ranges, all, source, columns, values),
                columns,
                plan.parallel(),
                () -> joined(sessions, joins, none),
                plan.fetch());
        return new Attempt(
                plan.streamed()
                        ? streaming(read, session)
                        : read.all(session, plan.limit().enough(), deadline),
                null,
                false);
    }

    private Supplier<RowStream> streaming(PartedRead read, Session session) {
        RowStream rows = read.stream(session, plan.streamIdleMillis());
        return () -> rows;
    }

    /** No row, but a lock on everything that has some. */
    private static Columns locked(Session session, StatementPlan none) {
        RowStream rows = session.read(none, new @Nullable Object[0], 0).rows();
        return Objects.requireNonNull(rows).columns();
    }

    private static String exported(Session session) {
        return String.valueOf(session.rows(EXPORT).get(0)[0]);
    }

    private @Nullable Session joined(Sessions sessions, String joins, StatementPlan none) {
        Session session = sessions.openIfFree(Deadline.after(plan.timeoutMillis()));
        boolean joined = false;
        try {
            if (session != null) {
                session.begin(SNAPSHOT);
                session.run(joins);
                locked(session, none);
            }
            joined = true;
            return session;
        } finally {
            if (!joined && session != null) {
                session.close();
            }
        }
    }

    private static List<ReadPart> parts(
            List<BlockRange> ranges,
            StatementPlan all,
            ExtractSource source,
            Columns columns,
            @Nullable Object[] values) {
        Map<TableName, StatementPlan> plans = new HashMap<>();
        List<ReadPart> parts = new ArrayList<>();
        for (BlockRange range : ranges) {
            StatementPlan plan =
                    plans.computeIfAbsent(range.table().name(), missing -> ranged(range.table(), all, source, columns));
            @Nullable Object[] bound = java.util.Arrays.copyOf(values, values.length + 2);
            bound[values.length] = range.low();
            bound[values.length + 1] = range.high();
            parts.add(new ReadPart(plan, bound));
        }
        return parts;
    }

    /** The statement of the endpoint for one table of those it reads, and for a range of it. */
    private static StatementPlan ranged(TablePart table, StatementPlan all, ExtractSource source, Columns columns) {
        String names = IntStream.range(0, columns.size())
                .mapToObj(i -> Identifier.quote(columns.get(i).name()))
                .collect(Collectors.joining(", "));
        // Under the name that the condition may know.
        String alias =
                table.root() ? "" : " AS " + Identifier.quote(source.relation().name());
        String condition = all.sql().substring(source.head().length());
        int first = all.parameterCount() + 1;
        PgType tid = TypeCatalog.builtIn().get(TID);
        return all.extended(
                "SELECT " + names + " FROM ONLY " + table.name().quoted() + alias
                        + (condition.isEmpty() ? " WHERE " : condition + " AND ") + "ctid >= $" + first
                        + " AND ctid < $" + (first + 1),
                "a range of blocks",
                tid,
                tid);
    }
}
