package io.camelpg.operation.load.sync;

import io.camelpg.operation.Outcome;
import io.camelpg.operation.RejectedRow;
import io.camelpg.operation.SchemaChange;
import io.camelpg.operation.SourceRow;
import io.camelpg.operation.load.ChunkRows;
import io.camelpg.operation.load.LoadRow;
import io.camelpg.operation.load.RowFinish;
import io.camelpg.operation.load.RowGroup;
import io.camelpg.operation.load.swap.TableSwap;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a refresh that takes several messages: they wait in a table of their own until the last one, and then take the
 * place of all that are there, at once.
 */
final class GenerationRows implements SyncWork {
    private SyncContext context;
    private final @Nullable RawRows raw;
    private final long generation;
    private final @Nullable String batch;
    private WaitingRows waiting;
    private final Generations generations;
    private final BitSet seen = new BitSet();
    private Generations.Known known = new Generations.Known(null, null);
    private boolean repeated;
    private long sent;
    private long inserted;
    private @Nullable List<SchemaChange> changes;

    GenerationRows(SyncContext context, @Nullable RawRows raw) {
        this.context = context;
        this.raw = raw;
        this.generation = Objects.requireNonNull(context.message().generation());
        this.batch = context.message().batch();
        this.generations = new Generations(context);
        this.waiting = new WaitingRows(context);
    }

    @Override
    public void begin() {
        known = generations.known();
        Batches batches = batch == null ? null : new Batches(context);
        String metaColumn = batch == null ? "" : context.metaColumn("batchId");
        boolean known = batch != null && batches != null && batches.knows(batch, generation);
        Long complete = this.known.complete();
        if (known && complete != null && complete == generation) {
            // the answer to the last message of the refresh was lost, and it comes again
            repeated = true;
            return;
        }
        generations.requireCurrent(generation, this.known);
        Long begun = this.known.begun();
        if (begun != null && begun == generation) {
            waiting.resume();
        } else {
            waiting.create();
            if (raw != null && begun != null) {
                raw.deleteGeneration(begun);
            }
        }
        if (batch != null && batches != null) {
            if (known) {
                batches.delete(waiting.name().quoted(), metaColumn, batch);
                if (raw != null) {
                    raw.deleteBatch(batch);
                }
            }
            batches.note(batch, generation);
        }
    }

    @Override
    public void changed(SyncContext now) {
        context = now;
        waiting = new WaitingRows(now);
        seen.clear();
        if (!repeated) {
            waiting.resume();
        }
    }

    @Override
    public boolean writes() {
        return !repeated;
    }

    @Override
    public ChunkRows rows() {
        RowStamp stamp = context.stamp();
        StagedTarget staged = waiting.staged();
        return new ChunkRows(staged.target(), null, seen, new RowFinish() {
            @Override
            public @Nullable BitSet wanted(SourceRow source) {
                return null;
            }

            @Override
            public void finish(LoadRow row, BitSet present) {
                staged.finish(row, present);
                stamp.finish(row, present);
            }
        });
    }

    @Override
    public void write(ChunkRows rows, List<RejectedRow> rejected) {
        sent += rows.unreadable().size();
        for (RowGroup group : rows.groups()) {
            sent += group.rows().size();
            if (!repeated) {
                inserted += waiting.writer().write(group, rejected);
            }
        }
    }

    @Override
    public void finish() {
        if (repeated) {
            return;
        }
        if (!context.message().complete()) {
            generations.note(new Generations.Known(known.complete(), generation));
            return;
        }
        if (context.sync().swap()) {
            TableSwap swap = TableSwap.begin(
                    context.session(),
                    context.target().relation(),
                    context.sync().cascade());
            waiting.moveInto(swap.table());
            changes = swap.finish();
        } else {
            OldRows.delete(context);
            waiting.moveInto(context.target().name());
        }
        if (raw != null) {
            raw.keepGeneration(generation);
        }
        generations.note(new Generations.Known(generation, null));
    }

    @Override
    public @Nullable List<SchemaChange> changes() {
        return changes;
    }

    @Override
    public Outcome outcome(List<RejectedRow> rejected, @Nullable List<SchemaChange> all) {
        return new Outcome.Loaded(inserted, sent - inserted - rejected.size(), rejected, all);
    }
}
