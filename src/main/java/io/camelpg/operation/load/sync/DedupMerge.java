package io.camelpg.operation.load.sync;

import io.camelpg.type.PgType;
import io.camelpg.type.TypeCatalog;
import java.util.List;

/** Brings the rows that wait into the table, the newest of each key. Nobody else writes the table meanwhile. */
final class DedupMerge {
    private static final int TIMESTAMPTZ = 1184;
    private static final List<PgType> MOMENT = List.of(TypeCatalog.builtIn().get(TIMESTAMPTZ));
    /** From so many rows on a plan for few would take long. */
    private static final long MANY = 1000;

    private final SyncContext context;
    private final MergeSql sql;
    private final Tombstones tombstones;
    private final MergeCounts counts;
    private final SyncKey key;

    DedupMerge(SyncContext context, SyncKey key, StagedTarget staged, IdentityColumns identity, MergeCounts counts) {
        this.context = context;
        this.key = key;
        this.counts = counts;
        this.tombstones = new Tombstones(context, key);
        this.sql = new MergeSql(context.target(), key, staged, identity);
    }

    void run() {
        if (counts.staged() == 0) {
            return;
        }
        context.session().run(sql.createNewest());
        counts.distinct(context.run(sql.fillNewest()));
        if (counts.staged() >= MANY) {
            context.session().run(sql.analyze());
        }
        forgetOlder(sql.olderThan(context.target().quoted(), sql.extractedAt()));
        boolean remembered = tombstones.prepare();
        if (remembered) {
            forgetOlder(sql.olderThan(tombstones.quoted(), tombstones.extractedAt()));
        }
        if (!key.unique()) {
            context.run(sql.deleteDuplicates());
        }
        if (context.sync().deletes()) {
            counts.deleted(context.run(sql.delete()));
        }
        if (remembered) {
            tombstones.remember(sql);
        }
        counts.updated(context.run(sql.update()));
        for (String insert : sql.inserts()) {
            counts.addInserted(context.run(insert));
        }
        context.session().run(sql.dropNewest());
    }

    private void forgetOlder(String delete) {
        if (delete.contains("$1")) {
            context.run(delete, MOMENT, context.extractedAt());
        } else {
            context.run(delete);
        }
    }
}
