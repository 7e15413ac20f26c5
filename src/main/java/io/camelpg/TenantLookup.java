package io.camelpg;

import io.camelpg.connection.ConnectionProfile;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.session.TenantDatabases;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What the registry says of clients, kept for a while: where it changes, the client's pool ends. Several calls for a client
 * ask once, and what fails then has failed for all of them. Thread-safe.
 */
final class TenantLookup {
    /** Of each kind: whoever invents ids pushes out what is known of other invented ones only. */
    private static final int MOST = 10_000;
    /** A registry in a database may wait for a connection, and then for its statement. */
    private static final long PATIENCE_SECONDS = 60;

    /** @param profile null where there is a reason */
    private record Known(
            @Nullable ConnectionProfile profile, PgTenantAnswer.@Nullable Reason reason, long sinceNanos, long nanos) {
        boolean holds() {
            return System.nanoTime() - sinceNanos < nanos;
        }
    }

    private final String name;
    private final PgTenants tenants;
    private final PgTenantRegistry registry;
    private final TenantDatabases databases;
    private final long foundNanos;
    private final long refusedNanos;
    private final Map<String, Known> found = new ConcurrentHashMap<>();
    private final Map<String, Known> refused = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<Known>> asking = new ConcurrentHashMap<>();

    TenantLookup(String name, PgTenants tenants, TenantDatabases databases) {
        PgTenantRegistry known = tenants.getRegistry();
        if (known == null) {
            throw new PgException(PgErrorCode.INVALID_CONFIGURATION, "connection '" + name + "': registry is not set");
        }
        this.name = name;
        this.tenants = tenants;
        this.registry = known;
        this.databases = databases;
        this.foundNanos = TimeUnit.MILLISECONDS.toNanos(tenants.getLookupTimeout());
        this.refusedNanos = TimeUnit.MILLISECONDS.toNanos(tenants.getRefusalTimeout());
    }

    /**
     * The client's profile.
     *
     * @throws PgException PG-031 to PG-035 where the client has none, PG-036 where the registry cannot be asked
     */
    ConnectionProfile profile(String client) {
        Known known = known(client);
        if (known == null) {
            known = ask(client);
        }
        ConnectionProfile profile = known.profile();
        PgTenantAnswer.Reason reason = known.reason();
        if (profile != null) {
            return profile;
        }
        throw refusal(client, reason == null ? PgTenantAnswer.Reason.UNKNOWN_CLIENT : reason);
    }

    /** What is known is asked for again; what is just being asked is for those who wait for it, and no longer. */
    void forget(String client) {
        asking.remove(client);
        // What is there stays to be compared with.
        found.computeIfPresent(client, (id, known) -> new Known(known.profile(), null, known.sinceNanos(), 0));
        refused.remove(client);
    }

    private @Nullable Known known(String client) {
        Known known = found.get(client);
        if (known != null && known.holds()) {
            return known;
        }
        Known no = refused.get(client);
        return no != null && no.holds() ? no : null;
    }

    private Known ask(String client) {
        CompletableFuture<Known> mine = new CompletableFuture<>();
        CompletableFuture<Known> other = asking.putIfAbsent(client, mine);
        if (other != null) {
            return await(client, other);
        }
        try {
            Known meanwhile = known(client);
            Known known = meanwhile != null ? meanwhile : answer(client, mine);
            mine.complete(known);
            return known;
        } catch (RuntimeException | Error e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            asking.remove(client, mine);
        }
    }

    private Known await(String client, CompletableFuture<Known> other) {
        try {
            return other.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            // One for each who waited: a shared exception would gather what each of them adds.
            throw e.getCause() instanceof PgException known
                    ? new PgException(
                            known.errorCode(), known.detail(), known.sqlState(), known.hint(), known.getCause())
                    : unavailable(client, e);
        } catch (TimeoutException e) {
            // It may never return: whoever comes next asks again.
            asking.remove(client, other);
            throw unavailable(client, "no answer within " + PATIENCE_SECONDS + " s", null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(client, "the thread was interrupted", null);
        }
    }

    private Known answer(String client, CompletableFuture<Known> mine) {
        long since = System.nanoTime();
        PgTenantAnswer answer;
        try {
            answer = registry.find(client, tenants.getServiceKey());
        } catch (RuntimeException e) {
            throw unavailable(client, e);
        }
        PgTenantConnection own = answer.connection();
        return own != null ? found(client, mine, own, since) : refused(client, mine, answer.reason(), since);
    }

    private Known found(String client, CompletableFuture<Known> mine, PgTenantConnection own, long since) {
        ConnectionProfile profile = tenants.profile(name + "[" + client + "]", own);
        Known before = found.get(client);
        ConnectionProfile same = before != null && profile.equals(before.profile()) ? before.profile() : profile;
        Known known = new Known(same, null, since, foundNanos);
        unlessForgotten(client, mine, () -> {
            refused.remove(client);
            keep(found, client, known);
        });
        return known;
    }

    private Known refused(
            String client, CompletableFuture<Known> mine, PgTenantAnswer.@Nullable Reason reason, long since) {
        Known known =
                new Known(null, reason == null ? PgTenantAnswer.Reason.UNKNOWN_CLIENT : reason, since, refusedNanos);
        AtomicBoolean ends = new AtomicBoolean();
        unlessForgotten(client, mine, () -> {
            keep(refused, client, known);
            ends.set(found.remove(client) != null || reason == PgTenantAnswer.Reason.DISABLED);
        });
        if (ends.get()) {
            end(client, known.reason());
        }
        return known;
    }

    /** What is forgotten at the same time is so before or after, never in between. */
    private void unlessForgotten(String client, CompletableFuture<Known> mine, Runnable keeping) {
        asking.computeIfPresent(client, (id, current) -> {
            if (current == mine) {
                keeping.run();
            }
            return current;
        });
    }

    /** Who was disabled or removed has nothing to finish. */
    private void end(String client, PgTenantAnswer.@Nullable Reason reason) {
        if (reason == PgTenantAnswer.Reason.DISABLED || reason == PgTenantAnswer.Reason.UNKNOWN_CLIENT) {
            databases.stop(client);
        } else {
            databases.retire(client);
        }
    }

    private static void keep(Map<String, Known> map, String client, Known known) {
        if (map.size() >= MOST) {
            map.values().removeIf(old -> !old.holds());
            Iterator<String> any = map.keySet().iterator();
            while (map.size() >= MOST && any.hasNext()) {
                any.next();
                any.remove();
            }
        }
        map.put(client, known);
    }

    private PgException refusal(String client, PgTenantAnswer.Reason reason) {
        return new PgException(
                reason.code(),
                "connection '" + name + "': client '" + client + "' " + reason.words()
                        + (reason == PgTenantAnswer.Reason.NO_SERVICE ? " ('" + tenants.getServiceKey() + "')" : ""));
    }

    private PgException unavailable(String client, Throwable cause) {
        return cause instanceof PgException known
                ? unavailable(client, known.code() + " " + known.detail(), known)
                : unavailable(client, cause.getClass().getName(), null);
    }

    private PgException unavailable(String client, String why, @Nullable PgException cause) {
        return new PgException(
                PgErrorCode.REGISTRY_UNAVAILABLE,
                "connection '" + name + "': client '" + client + "' cannot be looked up: " + why,
                null,
                null,
                cause);
    }
}
