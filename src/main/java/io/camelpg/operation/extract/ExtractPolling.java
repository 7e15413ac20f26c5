package io.camelpg.operation.extract;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.Arguments;
import io.camelpg.session.Deadline;
import io.camelpg.session.Session;
import io.camelpg.session.Sessions;
import io.camelpg.sql.TableName;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is new in a table, page by page, for one who polls and says of each page what became of it. The position is
 * remembered in between, so that a poll which finds nothing is one round trip. Used by one thread at a time.
 */
public final class ExtractPolling {
    private final ExtractPlan plan;
    private final Incremental incremental;
    private final ExtractPlan.Keeping keeping;
    private final TableName table;
    private final ExtractSources sources;
    private @Nullable Known known;

    /** A position that was loaded or saved. */
    private record Known(Position position, CursorStore.Saved saved) {}

    /** @param plan with a table, a cursor and a store */
    public ExtractPolling(ExtractPlan plan) {
        this.plan = plan;
        this.incremental = Objects.requireNonNull(plan.incremental());
        this.keeping = Objects.requireNonNull(plan.keeping());
        this.table = Objects.requireNonNull(plan.table());
        this.sources = new ExtractSources(plan);
    }

    /** Looks the table up. What may be put right until the first poll is only logged. */
    public void start(Sessions sessions) {
        new ExtractOperation(plan).start(sessions);
    }

    /**
     * The next page, of at most {@code batchSize} rows; all of them have been received.
     *
     * @throws PgException PG-504 where the table has no key to go on by
     */
    public PolledPage next(Sessions sessions, Arguments arguments) {
        Known from = known;
        CursorStore.Saved saved = from == null ? keeping.store().load(sessions, keeping.name()) : from.saved();
        try (Session session = sessions.open(Deadline.after(plan.timeoutMillis()))) {
            IncrementalSource source = sources.get(session, table).incremental(plan, incremental);
            if (!source.columns().keyed()) {
                throw new PgException(
                        PgErrorCode.UNSUPPORTED,
                        table + " has no primary key, and no unique one without NULL",
                        null,
                        "Name columns that are unique together in 'keys'",
                        null);
            }
            Position position = from == null ? loaded(saved, source) : from.position();
            IncrementalReader.Run run =
                    new IncrementalReader(plan, source, session, arguments).page(position, plan.batchSize());
            return new PolledPage(this, source, position, run, sessions, saved, plan.batchSize());
        } catch (PgException e) {
            forget();
            if (e.errorCode() == PgErrorCode.UNDEFINED_TABLE || e.errorCode() == PgErrorCode.UNDEFINED_COLUMN) {
                sources.forget(sessions.database(), table);
            }
            throw e;
        }
    }

    private static Position loaded(CursorStore.Saved saved, IncrementalSource source) {
        String position = saved.position();
        return position == null ? Position.START : PositionJson.read(position, source.order());
    }

    /** Keeps a position, for good where it is worth it. */
    void keep(PolledPage page, Position position, boolean lasting) {
        if (!lasting) {
            known = new Known(position, page.saved());
            return;
        }
        forget();
        String text = PositionJson.write(position, page.order());
        long revision = page.saved().revision();
        keeping.store().save(page.sessions(), keeping.name(), text, revision);
        known = new Known(position, new CursorStore.Saved(text, revision < 0 ? 0 : revision + 1));
    }

    /** What the position is kept under. */
    String name() {
        return keeping.name();
    }

    /** The position is loaded again with the next page. */
    public void forget() {
        known = null;
    }
}
