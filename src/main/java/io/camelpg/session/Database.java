package io.camelpg.session;

import io.camelpg.connection.ConnectionBudget;
import io.camelpg.connection.ConnectionPool;
import io.camelpg.connection.ConnectionProfile;
import io.camelpg.connection.Lease;
import io.camelpg.error.PgException;
import io.camelpg.row.RowStream;
import io.camelpg.sql.SqlTemplate;
import io.camelpg.type.PgType;
import io.camelpg.type.TypeCatalog;
import io.camelpg.type.TypeDescription;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A pool with what is known of its database: types, and what the server said of each statement. Thread-safe. */
public final class Database implements Sessions, AutoCloseable {
    private static final int OID_ARRAY = 1028;
    private static final int MAX_PLANS = 2000;

    private final ConnectionPool pool;
    private final IdleWatch idleWatch;
    private final TypeCatalog types = new TypeCatalog(this::loadTypes);
    private final StatementPlan typeQuery =
            StatementPlan.system(TypeCatalog.loadQuery(), TypeCatalog.builtIn().get(OID_ARRAY));
    private final Map<SqlTemplate, StatementPlan> plans = new ConcurrentHashMap<>();
    private final @Nullable ReadReplica replica;
    private @Nullable Session loading;
    private @Nullable Database beside;

    private Database(ConnectionPool pool, @Nullable ReadReplica replica) {
        this.pool = pool;
        this.replica = replica;
        this.idleWatch = new IdleWatch();
    }

    /**
     * A database with a pool of its own, and one more for its replica where the profile has one. Opens nothing yet.
     *
     * @param budget that the pools share with others; null for none
     */
    public static Database of(ConnectionProfile profile, @Nullable ConnectionBudget budget) {
        ConnectionProfile reads = profile.replica();
        ReadReplica replica = reads == null
                ? null
                : new ReadReplica(profile.name(), new Database(new ConnectionPool(reads, budget), null));
        return new Database(new ConnectionPool(profile, budget), replica);
    }

    /** Where queries go; null where they stay here. */
    public @Nullable ReadReplica replica() {
        return replica;
    }

    public ConnectionPool pool() {
        return pool;
    }

    /**
     * The same database through one connection beside the pool, opened when it is asked for: for those who want to know why
     * the pool has none left.
     */
    public synchronized Database beside() {
        Database known = beside;
        if (known == null) {
            known = new Database(new ConnectionPool(pool.profile().ofOneConnection(), null), null);
            beside = known;
            if (pool.isClosed()) {
                known.close();
            }
        }
        return known;
    }

    IdleWatch idleWatch() {
        return idleWatch;
    }

    /**
     * Borrows a connection.
     *
     * @throws PgException PG-0nn if none is to be had before the deadline
     */
    @Override
    public Session open(Deadline deadline) {
        return open(deadline, null);
    }

    @Override
    public @Nullable Session openIfFree(Deadline deadline) {
        return openIfFree(deadline, Long.MAX_VALUE);
    }

    /** @param openNanos how long it may take to open a connection, where there is none */
    @Nullable
    Session openIfFree(Deadline deadline, long openNanos) {
        Lease lease = pool.leaseIfFree(deadline.nanos(), openNanos);
        return lease == null ? null : new Session(this, new Conversation(lease, null), deadline, null);
    }

    private Session open(Deadline deadline, @Nullable MessageSettings settings) {
        return new Session(this, new Conversation(pool.lease(deadline.nanos()), settings), deadline, null);
    }

    /** @param openNanos how long it may take to open a connection, where there is none */
    Session open(Deadline deadline, @Nullable MessageSettings settings, long openNanos) {
        return new Session(this, new Conversation(pool.lease(deadline.nanos(), openNanos), settings), deadline, null);
    }

    @Override
    public boolean hasReplica() {
        return replica != null;
    }

    @Override
    public <T> T reading(Deadline deadline, Function<Sessions, T> work) {
        return replica == null ? work.apply(this) : replica.read(this, null, deadline, work);
    }

    /** The same, for calls in whose transactions this holds. */
    public Sessions with(MessageSettings settings) {
        return new Sessions() {
            @Override
            public Session open(Deadline deadline) {
                return Database.this.open(deadline, settings);
            }

            @Override
            public Database database() {
                return Database.this;
            }

            @Override
            public boolean joined() {
                return false;
            }

            @Override
            public boolean hasReplica() {
                return replica != null;
            }

            @Override
            public <T> T reading(Deadline deadline, Function<Sessions, T> work) {
                return replica == null ? work.apply(this) : replica.read(this, settings, deadline, work);
            }
        };
    }

    @Override
    public Database database() {
        return this;
    }

    @Override
    public boolean joined() {
        return false;
    }

    /** What the server says of a statement; asked once, on the given session. */
    public StatementPlan plan(Session session, SqlTemplate template) {
        StatementPlan plan = plans.get(template);
        if (plan == null) {
            plan = ParameterTyping.plan(session, template);
            if (plans.size() >= MAX_PLANS) {
                plans.clear();
            }
            plans.put(template, plan);
        }
        return plan;
    }

    /** Whether {@link #plan} would answer without asking. */
    public boolean knows(SqlTemplate template) {
        return plans.containsKey(template);
    }

    /**
     * Asks again for the types of a statement's parameters, on a session outside a transaction.
     *
     * @return whether they are others now
     */
    public boolean renew(Session session, SqlTemplate template) {
        StatementPlan known = plans.get(template);
        StatementPlan fresh = ParameterTyping.plan(session, template);
        if (known != null && known.sameParameters(fresh)) {
            return false;
        }
        forget(template);
        return true;
    }

    /** The schema changed under a statement: types and plans are asked for anew. */
    public void forget(SqlTemplate template) {
        plans.remove(template);
        types.forget();
    }

    /** The schema changed: types are asked for anew. */
    public void forgetTypes() {
        types.forget();
    }

    /** A cursor's rows; closed when nobody reads them for so long. The stream owns the session. */
    public RowStream stream(
            Session session, StatementPlan plan, @Nullable Object[] values, FetchSize fetch, long idleMillis) {
        CursorRows rows = session.stream(plan, values, fetch);
        if (rows.total() < 0) {
            idleWatch.watch(rows, idleMillis);
        }
        return rows;
    }

    /** As {@link #stream}, with the next rows on their way while those before are read: for all of a table. */
    public RowStream streamAhead(
            Session session, StatementPlan plan, @Nullable Object[] values, FetchSize fetch, long idleMillis) {
        RowStream rows = session.streamAhead(plan, values, fetch);
        if (rows instanceof Watched watched && rows.total() < 0) {
            idleWatch.watch(watched, idleMillis);
        }
        return rows;
    }

    /** The type of an OID, loaded on the given session if it is not a built-in one. */
    public PgType type(Session session, int oid) {
        PgType type = types.known(oid);
        return type != null ? type : loading(session, () -> types.get(oid));
    }

    /** The types of several OIDs, in their order: those that are not known yet in few questions, however many they are. */
    public List<PgType> types(Session session, Collection<Integer> oids) {
        return loading(session, () -> types.getAll(oids));
    }

    /** The array type over a type; null where there is none, or it is an array itself. */
    @Nullable
    PgType arrayOf(Session session, PgType element) {
        if (element.isArray()) {
            return null;
        }
        return loading(session, () -> types.arrayOf(element.oid()));
    }

    /** Work with types, in which unknown ones are asked for on the given session. */
    private synchronized <T extends @Nullable Object> T loading(Session session, Supplier<T> work) {
        Session outer = loading;
        loading = session;
        try {
            return work.get();
        } finally {
            loading = outer;
        }
    }

    private List<TypeDescription> loadTypes(Collection<Integer> oids) {
        Session session = loading;
        if (session == null) {
            throw new IllegalStateException("types are loaded within a session");
        }
        List<Long> asked = oids.stream().map(Integer::toUnsignedLong).toList();
        List<TypeDescription> found = new ArrayList<>();
        for (@Nullable Object[] row : session.rows(typeQuery, asked)) {
            found.add(TypeDescription.of(row));
        }
        return found;
    }

    /** Whether nobody has a connection of it, or waits for one. */
    boolean isUnused() {
        boolean unused = pool.isUnused() && pool.waiting() == 0;
        return unused && (replica == null || replica.database().isUnused());
    }

    /** As {@link ConnectionPool#retire()}. */
    void retire() {
        pool.retire();
        if (replica != null) {
            replica.database().retire();
        }
    }

    /** As {@link ConnectionPool#interrupt()}; the replica at the same time. */
    public void interrupt() {
        Together.run(
                replica == null ? List.of(pool::interrupt) : List.of(pool::interrupt, replica.database()::interrupt));
    }

    @Override
    public void close() {
        if (replica != null) {
            replica.close();
        }
        idleWatch.close();
        pool.close();
        synchronized (this) {
            if (beside != null) {
                beside.close();
            }
        }
        plans.clear();
    }
}
