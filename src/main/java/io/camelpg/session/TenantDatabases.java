package io.camelpg.session;

import io.camelpg.connection.BackgroundThreads;
import io.camelpg.connection.ConnectionBudget;
import io.camelpg.connection.ConnectionProfile;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A database for each tenant, made when one is asked for: pools share a budget of connections, there are only so many of
 * them, and those that nobody uses for a while are closed. A tenant whose profile has changed gets a new pool; the old one
 * is closed when the calls that use it have ended. Thread-safe.
 */
public final class TenantDatabases implements AutoCloseable {
    private static final long SWEEP_MILLIS = 1000;

    private static final class Entry {
        private final String tenant;
        private final Database database;
        private int pins;
        private long lastUseNanos;

        Entry(String tenant, Database database) {
            this.tenant = tenant;
            this.database = database;
        }

        boolean isOf(ConnectionProfile profile) {
            return database.pool().profile().equals(profile);
        }

        boolean isUnused() {
            return pins == 0 && database.isUnused();
        }
    }

    /** A tenant's database, not to be closed before this is. */
    public final class Use implements AutoCloseable {
        private final Entry entry;
        private boolean ended;

        private Use(Entry entry) {
            this.entry = entry;
        }

        public Database database() {
            return entry.database;
        }

        @Override
        public void close() {
            end(this);
        }
    }

    private final String name;
    private final int maxPools;
    private final long idleNanos;
    private final ConnectionBudget budget;
    private final BackgroundThreads threads = BackgroundThreads.acquire();
    private final Future<?> sweeping;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition closable = lock.newCondition();
    /** The least recently used first. */
    private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    private final Set<Entry> retired = new HashSet<>();
    private int waiting;
    private boolean ending;
    private boolean closed;

    /**
     * @param name of the connection, for errors
     * @param maxPools at once; those of tenants that changed and are still in use count, too
     * @param maxConnections open at once, over all pools
     * @param idleNanos after which a pool that nobody uses is closed
     */
    public TenantDatabases(String name, int maxPools, int maxConnections, long idleNanos) {
        this.name = name;
        this.maxPools = maxPools;
        this.idleNanos = idleNanos;
        this.budget = new ConnectionBudget(maxConnections);
        this.sweeping =
                threads.timer().scheduleWithFixedDelay(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Connections in use now, over all tenants. */
    public int active() {
        return budget.inUse();
    }

    /** Pools there are now. */
    public int pools() {
        lock.lock();
        try {
            return entries.size() + retired.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The tenant's database by this profile.
     *
     * @throws PgException PG-007 if all pools stay in use until the profile's connect-timeout
     */
    public Use use(String tenant, ConnectionProfile profile) {
        List<Entry> outdated = new ArrayList<>(0);
        List<Entry> unwanted = new ArrayList<>(0);
        lock.lock();
        try {
            Entry entry = entries.get(tenant);
            if (entry == null || !entry.isOf(profile)) {
                entry = made(tenant, profile, outdated, unwanted);
            }
            entry.pins++;
            return new Use(entry);
        } finally {
            lock.unlock();
            outdated.forEach(entry -> entry.database.retire());
            unwanted.forEach(entry -> entry.database.close());
        }
    }

    private Entry made(String tenant, ConnectionProfile profile, List<Entry> outdated, List<Entry> unwanted) {
        long left = profile.pool().connectTimeout().toNanos();
        while (true) {
            if (ending || closed) {
                throw new PgException(PgErrorCode.CONNECTION_CLOSED, "connection '" + name + "' is closed");
            }
            Entry entry = entries.get(tenant);
            if (entry != null && entry.isOf(profile)) {
                return entry;
            }
            if (entry != null) {
                outdated.add(entry);
                retire(entry, unwanted);
            }
            if (entries.size() + retired.size() < maxPools || makeRoom(unwanted)) {
                Entry made = new Entry(tenant, Database.of(profile, budget));
                entries.put(tenant, made);
                return made;
            }
            left = await(left);
        }
    }

    private boolean makeRoom(List<Entry> unwanted) {
        for (Entry entry : entries.values()) {
            if (entry.isUnused()) {
                entries.remove(entry.tenant);
                unwanted.add(entry);
                return true;
            }
        }
        return false;
    }

    @SuppressWarnings("WaitNotInLoop") // the caller's
    private long await(long nanos) {
        waiting++;
        try {
            long left = closable.awaitNanos(nanos);
            if (left > 0) {
                return left;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            waiting--;
        }
        throw new PgException(
                PgErrorCode.POOL_EXHAUSTED,
                "connection '" + name + "': all of its " + maxPools + " pools are in use",
                null,
                "Raise 'max-pools', or shorten the work that holds connections",
                null);
    }

    private void end(Use use) {
        Entry entry = use.entry;
        boolean close;
        lock.lock();
        try {
            if (use.ended) {
                return;
            }
            use.ended = true;
            entry.pins--;
            entry.lastUseNanos = System.nanoTime();
            close = entry.isUnused() && retired.remove(entry);
            if (waiting > 0) {
                closable.signalAll();
            }
        } finally {
            lock.unlock();
        }
        if (close) {
            entry.database.close();
        }
    }

    private void retire(Entry entry, List<Entry> unwanted) {
        entries.remove(entry.tenant);
        if (entry.isUnused()) {
            unwanted.add(entry);
        } else {
            retired.add(entry);
        }
    }

    /** The tenant's pool gets no calls any more; those under way go on to their end. */
    public void retire(String tenant) {
        List<Entry> unwanted = new ArrayList<>(1);
        Entry entry;
        lock.lock();
        try {
            entry = entries.get(tenant);
            if (entry != null) {
                retire(entry, unwanted);
            }
        } finally {
            lock.unlock();
        }
        if (entry != null) {
            entry.database.retire();
        }
        unwanted.forEach(each -> each.database.close());
    }

    /** The tenant's pools are closed: calls under way are cancelled and fail. */
    public void stop(String tenant) {
        List<Entry> unwanted = new ArrayList<>();
        lock.lock();
        try {
            Entry entry = entries.remove(tenant);
            if (entry != null) {
                unwanted.add(entry);
            }
            for (Entry old : retired) {
                if (old.tenant.equals(tenant)) {
                    unwanted.add(old);
                }
            }
            retired.removeAll(unwanted);
        } finally {
            lock.unlock();
        }
        if (!unwanted.isEmpty()) {
            BackgroundThreads.asideOrHere(
                    () -> unwanted.forEach(each -> {
                        each.database.interrupt();
                        each.database.close();
                    }),
                    "camel-pg-tenants-stop");
        }
    }

    private void sweep() {
        List<Entry> unwanted = new ArrayList<>();
        lock.lock();
        try {
            long now = System.nanoTime();
            entries.values().removeIf(entry -> {
                boolean idle = now - entry.lastUseNanos > idleNanos && entry.isUnused();
                return idle && unwanted.add(entry);
            });
            retired.removeIf(entry -> entry.isUnused() && unwanted.add(entry));
            if (waiting > 0) {
                closable.signalAll();
            }
        } finally {
            lock.unlock();
        }
        if (!unwanted.isEmpty()) {
            BackgroundThreads.asideOrHere(
                    () -> unwanted.forEach(entry -> entry.database.close()), "camel-pg-tenants-close");
        }
    }

    /** As {@link Database#interrupt()}, for all tenants at once; nobody can ask for another database. */
    public void interrupt() {
        List<Runnable> all = new ArrayList<>();
        lock.lock();
        try {
            ending = true;
            entries.values().forEach(entry -> all.add(entry.database::interrupt));
            retired.forEach(entry -> all.add(entry.database::interrupt));
            closable.signalAll();
        } finally {
            lock.unlock();
        }
        Together.run(all);
    }

    /** Closes all pools: calls under way fail. */
    @Override
    public void close() {
        List<Entry> all;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            all = new ArrayList<>(entries.values());
            all.addAll(retired);
            entries.clear();
            retired.clear();
            closable.signalAll();
        } finally {
            lock.unlock();
        }
        sweeping.cancel(false);
        all.forEach(entry -> entry.database.close());
        threads.release();
    }
}
