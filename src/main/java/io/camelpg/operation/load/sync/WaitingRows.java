package io.camelpg.operation.load.sync;

import io.camelpg.operation.TargetColumn;
import io.camelpg.operation.load.Casting;
import io.camelpg.operation.load.GroupWriter;
import io.camelpg.operation.load.LoadTarget;
import io.camelpg.session.Session;
import io.camelpg.sql.TableName;
import io.camelpg.type.PgType;
import io.camelpg.type.TypeCatalog;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;

/** The table in which the rows of a refresh wait for the rest of it. */
final class WaitingRows {
    private static final int TIMESTAMPTZ = 1184;
    private static final List<PgType> MOMENT = List.of(TypeCatalog.builtIn().get(TIMESTAMPTZ));

    private final SyncContext context;
    private final Session session;
    private final LoadTarget target;
    private final TableName name;
    private final StagedTarget staged;
    private final IdentityColumns identity;
    private final GroupWriter writer;

    WaitingRows(SyncContext context) {
        this.context = context;
        this.session = context.session();
        this.target = context.target();
        this.name = context.internalTables().next();
        this.staged = StagedTarget.of(session, target, name);
        this.identity = IdentityColumns.of(session, target);
        this.writer =
                new GroupWriter(staged.target(), session, new Casting(staged.target(), new BitSet()), context.out());
    }

    TableName name() {
        return name;
    }

    StagedTarget staged() {
        return staged;
    }

    GroupWriter writer() {
        return writer;
    }

    /** An empty one in the place of what was there. Keys come along, so that rows with the same are found early. */
    void create() {
        session.run("DROP TABLE IF EXISTS " + name.quoted());
        boolean keys = identity.keepsKeys();
        context.internalTables()
                .require(name, "(" + StagedTarget.definition(target, keys ? " INCLUDING INDEXES" : "") + ")");
        identity.optionalIn(session, target, name);
    }

    /** The one of the messages before, with the columns that the table has by now. */
    void resume() {
        CopyOfTable.follow(session, name, target.filled());
    }

    /** All of them go where they belong, which is empty, with the time at which they do. */
    void moveInto(TableName place) {
        if (identity.positions().isEmpty()) {
            move(place, column -> true, "");
        } else {
            int number = identity.positions().get(0);
            String given = staged.gives(number);
            move(place, column -> true, " WHERE " + given);
            move(place, column -> column != number, " WHERE NOT " + given);
        }
        session.run("DROP TABLE " + name.quoted());
    }

    private void move(TableName place, IntPredicate filled, String condition) {
        List<String> into = new ArrayList<>();
        List<String> from = new ArrayList<>();
        int loadedAt = target.meta().loadedAt();
        for (int i = 0; i < target.columns().size(); i++) {
            TargetColumn column = target.columns().get(i);
            if (filled.test(i)) {
                into.add(column.quoted());
                from.add(i == loadedAt ? "$1" : "s." + column.quoted());
            }
        }
        String insert = "INSERT INTO " + place.quoted() + " (" + String.join(", ", into)
                + ") OVERRIDING SYSTEM VALUE SELECT " + String.join(", ", from) + " FROM " + name.quoted() + " s"
                + condition;
        if (loadedAt >= 0) {
            context.run(insert, MOMENT, context.loadedAt());
        } else {
            context.run(insert);
        }
    }
}
