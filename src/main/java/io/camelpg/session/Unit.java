package io.camelpg.session;

import java.util.List;

/** What goes to the server around a statement, in the same round trip. */
@SuppressWarnings("ImmutableEnumChecker") // the lists come from List.of
enum Unit {
    /** The statement alone: the server commits it by itself, or it is part of an open transaction. */
    PLAIN(List.of(), List.of()),
    /** For sessions whose transactions would otherwise write, or below PostgreSQL 14, which cannot tell. */
    READ_ONLY(List.of("BEGIN READ ONLY"), List.of("COMMIT")),
    /** Sessions start read-only; a statement that writes says so. */
    READ_WRITE(List.of("BEGIN READ WRITE"), List.of("COMMIT")),
    /** The first statement of a transaction that goes on. */
    BEGINNING(List.of("BEGIN READ WRITE"), List.of(Unit.TRANSACTION_ID)),
    /** A later statement of a transaction, as long as the transaction's id is not known. */
    IDENTIFIED(List.of(), List.of(Unit.TRANSACTION_ID)),
    /**
     * A query in a transaction that writes. A subtransaction can be read-only by itself, and the server restores what was
     * before at its end ("SET TRANSACTION" in PostgreSQL's manual); should the query fail, what was before is not lost.
     */
    READING(List.of(Unit.SAVEPOINT, Unit.READS_ONLY), List.of(Unit.RELEASE)),
    /** As {@link #READING}, when it is the first statement of the transaction. */
    BEGINNING_TO_READ(List.of("BEGIN READ WRITE", Unit.SAVEPOINT, Unit.READS_ONLY), List.of(Unit.RELEASE));

    static final String TRANSACTION_ID = TransactionMark.QUERY;

    /** The savepoint that a query of a transaction has for itself. */
    static final String READ = "camel_pg_read";

    /** The savepoint of a question about a statement, which may be asked within {@link #READ}. */
    static final String ASK = "camel_pg_ask";

    static final String SAVEPOINT = "SAVEPOINT " + Unit.READ;
    static final String READS_ONLY = "SET LOCAL transaction_read_only = on";
    static final String RELEASE = "RELEASE SAVEPOINT " + Unit.READ;

    private final List<String> before;
    private final List<String> after;

    Unit(List<String> before, List<String> after) {
        this.before = before;
        this.after = after;
    }

    List<String> before() {
        return before;
    }

    List<String> after() {
        return after;
    }

    /** Whether it begins a transaction. */
    boolean begins() {
        return !before.isEmpty() && SentAhead.begins(before.get(0));
    }

    boolean identifies() {
        return after.contains(TRANSACTION_ID);
    }
}
