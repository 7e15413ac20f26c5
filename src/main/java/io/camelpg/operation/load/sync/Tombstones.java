package io.camelpg.operation.load.sync;

import io.camelpg.operation.TargetColumn;
import io.camelpg.operation.load.MetaColumns;
import io.camelpg.sql.Identifier;
import io.camelpg.sql.TableName;
import io.camelpg.type.PgType;
import io.camelpg.type.TypeCatalog;
import java.util.List;
import java.util.stream.Collectors;

/** The keys of rows that were deleted, with when, so that older versions of them that come late are known as such. */
final class Tombstones {
    private static final int TIMESTAMPTZ = 1184;
    private static final List<PgType> MOMENT = List.of(TypeCatalog.builtIn().get(TIMESTAMPTZ));

    private final SyncContext context;
    private final SyncKey key;
    private final InternalTables tables;
    private final TableName name;

    Tombstones(SyncContext context, SyncKey key) {
        this.context = context;
        this.key = key;
        this.tables = context.internalTables();
        this.name = tables.deleted();
    }

    String quoted() {
        return name.quoted();
    }

    /** The column with the time at which the deletion was got from the source. */
    String extractedAt() {
        return Identifier.quote(context.sync().metaPrefix() + MetaColumns.EXTRACTED_AT);
    }

    /** @return whether there are any to look at, or to add to */
    boolean prepare() {
        if (!context.sync().deletes()) {
            return tables.exists(name);
        }
        if (tables.exists(name)) {
            CopyOfTable.follow(context.session(), name, key.described(context.target()));
            return true;
        }
        tables.require(
                name,
                "(" + key.required().stream().mapToObj(this::definition).collect(Collectors.joining(", ")) + ", "
                        + extractedAt() + " timestamptz NOT NULL, PRIMARY KEY (" + keys() + "))");
        return true;
    }

    private String definition(int column) {
        TargetColumn of = context.target().columns().get(column);
        String collation = of.column().collation();
        return of.quoted() + " " + of.column().declaredType() + (collation == null ? "" : " COLLATE " + collation);
    }

    private String keys() {
        return key.columns().stream()
                .map(column -> context.target().columns().get(column).quoted())
                .collect(Collectors.joining(", "));
    }

    /** Notes what is deleted now, and forgets what is there again. */
    void remember(MergeSql sql) {
        if (context.sync().deletes()) {
            context.run(sql.bury(quoted(), extractedAt()), MOMENT, context.extractedAt());
        }
        context.run(sql.exhume(quoted()));
    }
}
