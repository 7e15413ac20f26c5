package io.camelpg;

/**
 * Gives a connection its user and password, for instance a token of a cloud or of a secret store: a bean that the
 * connection names with {@code credential-provider=#bean:name}. What it gives is kept until a minute (for short lives a
 * tenth of the life) before it expires, or until the server rejects it.
 */
@FunctionalInterface
public interface PgCredentialProvider {
    /**
     * The credential for new connections. Called on a thread of its own, never twice at a time for one connection, and not
     * more often than every two seconds. A call that has not returned after a minute is interrupted, its answer is not taken
     * any more, and the next one may begin beside it.
     *
     * @throws Exception if there is none now: connections that are open stay, and new ones fail with PG-015, which names
     *     the classes of the provider and of the exception, but not its message
     */
    PgCredential credential() throws Exception;
}
