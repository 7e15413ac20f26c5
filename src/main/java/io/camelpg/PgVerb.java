package io.camelpg;

/** The verbs of the URI. Constants are named as routes write them; {@link PgOperations} knows what each does. */
public enum PgVerb {
    query,
    execute,
    transaction,
    upsert,
    load,
    extract,
    discover,
    monitor,
    test,
    notify,
    listen
}
