package io.camelpg;

import io.camelpg.connection.ConnectionProfile;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.session.TenantDatabases;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the registry says of clients, kept for a while: where it changes, the client's pool ends. Several calls for a client
 * ask once. Thread-safe.
 */
final class TenantLookup {
    /** Of each kind: whoever invents ids pushes out what is known of other invented ones only. */
    private static final int MOST = 10_000;

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
    private final Map<String, Object> asking = new ConcurrentHashMap<>();

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

    /** What is known is asked for again. */
    void forget(String client) {
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
        Object turn = asking.computeIfAbsent(client, id -> new Object());
        try {
            synchronized (turn) {
                Known meanwhile = known(client);
                return meanwhile != null ? meanwhile : answer(client);
            }
        } finally {
            asking.remove(client, turn);
        }
    }

    private Known answer(String client) {
        long since = System.nanoTime();
        PgTenantAnswer answer;
        try {
            answer = registry.find(client, tenants.getServiceKey());
        } catch (RuntimeException e) {
            throw unavailable(client, e);
        }
        PgTenantConnection own = answer.connection();
        Known known;
        if (own != null) {
            ConnectionProfile profile = tenants.profile(name + "[" + client + "]", own);
            Known before = found.get(client);
            ConnectionProfile same = before != null && profile.equals(before.profile()) ? before.profile() : profile;
            known = new Known(same, null, since, foundNanos);
            refused.remove(client);
            keep(found, client, known);
        } else {
            PgTenantAnswer.Reason reason = answer.reason();
            known = new Known(
                    null, reason == null ? PgTenantAnswer.Reason.UNKNOWN_CLIENT : reason, since, refusedNanos);
            keep(refused, client, known);
            if (found.remove(client) != null || reason == PgTenantAnswer.Reason.DISABLED) {
                end(client, known.reason());
            }
        }
        return known;
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

    private PgException unavailable(String client, RuntimeException cause) {
        String why = cause instanceof PgException known
                ? known.code() + " " + known.detail()
                : cause.getClass().getName();
        return new PgException(
                PgErrorCode.REGISTRY_UNAVAILABLE,
                "connection '" + name + "': client '" + client + "' cannot be looked up: " + why,
                null,
                null,
                cause instanceof PgException ? cause : null);
    }
}
