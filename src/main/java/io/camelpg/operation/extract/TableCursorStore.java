package io.camelpg.operation.extract;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.Planned;
import io.camelpg.session.Database;
import io.camelpg.session.Deadline;
import io.camelpg.session.Session;
import io.camelpg.session.Sessions;
import io.camelpg.sql.SqlTemplate;
import io.camelpg.sql.TableName;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Positions in a table, of the database that is read or of another one. The table is created where it is not there. */
public final class TableCursorStore implements CursorStore {
    private final @Nullable Supplier<Database> other;
    private final long timeoutMillis;
    private final TableName table;
    private final SqlTemplate load;
    private final SqlTemplate insert;
    private final SqlTemplate update;
    private final SqlTemplate create;

    /** @param other null to keep positions in the database that is read */
    public TableCursorStore(TableName table, @Nullable Supplier<Database> other, long timeoutMillis) {
        this.other = other;
        this.timeoutMillis = timeoutMillis;
        this.table = table;
        String name = table.quoted();
        this.load = SqlTemplate.parse("SELECT position::text, revision FROM " + name + " WHERE name = $1");
        this.insert = SqlTemplate.parse(
                "INSERT INTO " + name + " (name, position, revision) VALUES ($1, $2, 0) ON CONFLICT (name) DO NOTHING");
        this.update =
                SqlTemplate.parse("UPDATE " + name + " SET position = $2, revision = revision + 1, saved_at = now()"
                        + " WHERE name = $1 AND revision = $3");
        this.create = SqlTemplate.parse(ddl(name));
    }

    private static String ddl(String name) {
        return "CREATE TABLE IF NOT EXISTS " + name + " (name text PRIMARY KEY, position json NOT NULL,"
                + " revision bigint NOT NULL, saved_at timestamptz NOT NULL DEFAULT now())";
    }

    @Override
    public Saved load(Sessions sessions, String name) {
        try {
            return loaded(sessions, name);
        } catch (PgException e) {
            if (e.errorCode() != PgErrorCode.UNDEFINED_TABLE) {
                throw e;
            }
        }
        create(sessions);
        return loaded(sessions, name);
    }

    private Saved loaded(Sessions sessions, String name) {
        try (Session session = open(sessions)) {
            @Nullable Object[] values = {name};
            List<@Nullable Object[]> rows = Planned.run(session, load, plan -> session.rows(plan, values));
            return rows.isEmpty()
                    ? new Saved(null, -1)
                    : new Saved(String.valueOf(rows.get(0)[0]), rows.get(0)[1] instanceof Long revision ? revision : 0);
        }
    }

    /** Two that create it at once can get into each other's way in spite of IF NOT EXISTS; then it is there. */
    private void create(Sessions sessions) {
        try (Session session = open(sessions)) {
            Planned.run(session, create, plan -> session.write(plan, new @Nullable Object[0]));
        } catch (PgException e) {
            boolean there =
                    e.errorCode() == PgErrorCode.DUPLICATE_OBJECT || e.errorCode() == PgErrorCode.UNIQUE_VIOLATION;
            if (!there || sessions.joined()) {
                throw new PgException(
                        e.errorCode(),
                        "the table of cursors " + table + " could not be created: " + e.detail(),
                        e.sqlState(),
                        "Create it: " + ddl(table.quoted()),
                        e);
            }
        }
    }

    @Override
    public void save(Sessions sessions, String name, String position, long revision) {
        try (Session session = open(sessions)) {
            SqlTemplate template = revision < 0 ? insert : update;
            @Nullable
            Object[] values = revision < 0
                    ? new @Nullable Object[] {name, position}
                    : new @Nullable Object[] {name, position, revision};
            long saved = Planned.run(
                    session, template, plan -> session.write(plan, values).updateCount());
            if (saved != 1) {
                throw new PgException(
                        PgErrorCode.CURSOR_MOVED,
                        "the cursor '" + name + "' in " + table + " is not the one that this run began with");
            }
        }
    }

    private Session open(Sessions sessions) {
        Deadline deadline = Deadline.after(timeoutMillis);
        return other == null ? sessions.open(deadline) : other.get().open(deadline);
    }

    @Override
    public boolean joins(Sessions sessions) {
        return sessions.joined() && other == null;
    }
}
