package io.camelpg.operation.load.swap;

import io.camelpg.catalog.Relation;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.SchemaChange;
import io.camelpg.operation.SchemaChange.Kind;
import io.camelpg.session.Session;
import io.camelpg.sql.Identifier;
import io.camelpg.sql.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A table that is filled beside another one and then takes its place, with all that this has: columns and defaults,
 * sequences that go on, constraints, indexes, triggers, policies, privileges, statistics, comments, settings. All in the
 * session's open transaction: nothing is left where it fails. Readers see the old table until the end, when it is locked for
 * the renaming; others who write it wait from the beginning. Used by one thread.
 */
public final class TableSwap {
    private static final int PREFIX_DIGITS = 16;

    private final Session session;
    private final TableName old;
    private final TableName made;
    private final SwapScript script;
    private final SwapIdentities identities;
    private final Obstacles obstacles;

    private TableSwap(
            Session session,
            TableName old,
            TableName made,
            SwapScript script,
            SwapIdentities identities,
            Obstacles obstacles) {
        this.session = session;
        this.old = old;
        this.made = made;
        this.script = script;
        this.identities = identities;
        this.obstacles = obstacles;
    }

    /**
     * Makes the new table, empty and without indexes, and keeps others from writing the old one.
     *
     * @param relation the old one
     * @param cascade whether what depends on it and cannot come along is dropped: views, foreign keys of other tables and so on
     * @throws PgException PG-223 with all that depends on it, where that must not be dropped; PG-504 where a table of its
     *     kind cannot be replaced; PG-212 where the user may not do that
     */
    public static TableSwap begin(Session session, Relation relation, boolean cascade) {
        TableName old = new TableName(relation.schema(), relation.name());
        session.renewDeadline();
        if (relation.kind() == 'r') {
            session.run("LOCK TABLE " + old.quoted() + " IN SHARE ROW EXCLUSIVE MODE");
        }
        Obstacles obstacles = Obstacles.of(session, old);
        obstacles.requireNone(old, cascade);
        String prefix =
                "camelpg_" + UUID.randomUUID().toString().replace("-", "").substring(0, PREFIX_DIGITS);
        TableName made = new TableName(relation.schema(), prefix);
        TableSwap swap = new TableSwap(
                session,
                old,
                made,
                SwapScript.of(session, old, made, prefix),
                SwapIdentities.of(session, old),
                obstacles);
        swap.run(swap.script.created());
        swap.identities.goOn(session, made);
        return swap;
    }

    /** The table that rows are to be written into, under a name that nobody else has. */
    public TableName table() {
        return made;
    }

    /**
     * Puts the new table in the old one's place. The transaction is not committed.
     *
     * @return that, and what was dropped along
     */
    public List<SchemaChange> finish() {
        run(script.filled());
        run(SwapGrants.of(session, old, made));
        run(SwapComments.of(session, old, made));
        SwapIdentities own = SwapIdentities.of(session, made);
        List<String> last = new ArrayList<>();
        String drop = "DROP TABLE " + old.quoted() + (obstacles.dropped().isEmpty() ? "" : " CASCADE");
        String rename = "ALTER TABLE " + made.quoted() + " RENAME TO " + Identifier.quote(old.name());
        last.add(drop);
        last.add(rename);
        last.addAll(identities.renamed(own));
        last.addAll(script.renamed());
        run(last);
        List<SchemaChange> changes = new ArrayList<>();
        changes.add(change(Kind.TABLE_REPLACED, null, drop + "; " + rename));
        obstacles.dropped().forEach(object -> changes.add(change(Kind.OBJECT_DROPPED, object, null)));
        return changes;
    }

    private SchemaChange change(Kind kind, @Nullable String from, @Nullable String sql) {
        return new SchemaChange(kind, old, null, from, null, null, sql);
    }

    private void run(List<String> statements) {
        for (String statement : statements) {
            session.renewDeadline();
            try {
                session.run(statement);
            } catch (PgException e) {
                throw refused(statement, e);
            }
        }
    }

    private PgException refused(String statement, PgException failure) {
        boolean permission = failure.errorCode() == PgErrorCode.PERMISSION_DENIED;
        String schema = Identifier.quote(String.valueOf(old.schema()));
        return new PgException(
                failure.errorCode(),
                old + " could not be replaced by another table: " + failure.detail() + ", in " + head(statement),
                failure.sqlState(),
                permission
                        ? "GRANT CREATE ON SCHEMA " + schema + " and the role of the table's owner to the user, or set"
                                + " overwrite=keep"
                        : failure.hint(),
                failure.getCause());
    }

    /** Such as ALTER TABLE: what follows is names, and may be long. */
    private static String head(String statement) {
        String[] words = statement.split(" ", 3);
        return words.length < 2 ? statement : words[0] + ' ' + words[1];
    }
}
