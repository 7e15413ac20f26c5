package io.camelpg;

/**
 * Knows the database of each client: {@link PgTenantProperties}, {@link PgTenantFiles}, {@link PgTenantTable}, or an
 * application's own. Asked for what is not cached, by several threads at once.
 */
@FunctionalInterface
public interface PgTenantRegistry {
    /**
     * Looks a client up.
     *
     * @param client as the message has it; letters, digits and {@code _ - . @}, the first a letter, a digit or {@code _}, at
     *     most 100 characters
     * @param service as the connection is configured
     * @throws RuntimeException where the registry cannot be asked: nothing is cached then, and the call fails with PG-036
     */
    PgTenantAnswer find(String client, String service);
}
