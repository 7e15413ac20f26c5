package io.camelpg.operation.extract;

import io.camelpg.operation.Arguments;
import io.camelpg.operation.Outcome;
import io.camelpg.session.Sessions;
import org.jspecify.annotations.Nullable;

/** Everything that is new in a table, for one message. */
final class IncrementalRead {
    private final ExtractPlan plan;
    private final ExtractSources sources;
    private final Incremental incremental;
    private final ExtractRequest request;

    /** @param request says where to begin, where nobody keeps that */
    IncrementalRead(ExtractPlan plan, ExtractSources sources, Incremental incremental, ExtractRequest request) {
        this.plan = plan;
        this.sources = sources;
        this.incremental = incremental;
        this.request = request;
    }

    Outcome.Extracted run(Sessions sessions, Arguments arguments) {
        ReadCheckpoint.Keeping keeping = keeping(sessions);
        return Reading.on(sessions, plan.timeoutMillis(), session -> {
            IncrementalSource source = sources.get(session, request.table()).incremental(plan, incremental);
            Position before = before(keeping, source);
            IncrementalReader.Run run = new IncrementalReader(plan, source, session, arguments).all(before);
            ReadCheckpoint checkpoint = new ReadCheckpoint(run.rows(), before, run.state(), source.order(), keeping);
            return new Outcome.Extracted(run.rows(), -1, plan.batchSize(), checkpoint);
        });
    }

    /** What was kept is looked up before the connection is taken that the rows come on. */
    private ReadCheckpoint.@Nullable Keeping keeping(Sessions sessions) {
        ExtractPlan.Keeping kept = plan.keeping();
        if (kept == null || request.cursorField() != null) {
            return null;
        }
        CursorStore.Saved saved = kept.store().load(sessions, kept.name());
        return new ReadCheckpoint.Keeping(kept.store(), sessions, kept.name(), saved);
    }

    private Position before(ReadCheckpoint.@Nullable Keeping keeping, IncrementalSource source) {
        if (keeping == null) {
            return request.position(source.order());
        }
        String position = keeping.saved().position();
        return position == null ? Position.START : PositionJson.read(position, source.order());
    }
}
