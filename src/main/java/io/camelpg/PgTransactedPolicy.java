package io.camelpg;

import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.TransactedPolicy;

/**
 * {@code transacted: {}} without Spring: all {@code pg:} steps of the scope that are on one connection share one
 * transaction, committed at the scope's end and rolled back where the scope fails. Bound in the registry as {@code
 * PROPAGATION_REQUIRED}, which joins a scope that is open already, and as {@code PROPAGATION_REQUIRES_NEW}, which sets that
 * one aside and has a connection and a transaction of its own. Thread-safe.
 */
public final class PgTransactedPolicy implements TransactedPolicy {
    static final String REQUIRED = "PROPAGATION_REQUIRED";
    static final String REQUIRES_NEW = "PROPAGATION_REQUIRES_NEW";

    /** The exchange property that has the scope, which copies of the exchange take along. */
    static final String SCOPE = "CamelPgTransactionScope";

    private final boolean alwaysNew;

    private PgTransactedPolicy(boolean alwaysNew) {
        this.alwaysNew = alwaysNew;
    }

    /** Joins the scope that is open, or opens one. */
    public static PgTransactedPolicy required() {
        return new PgTransactedPolicy(false);
    }

    /** Opens a scope, whether or not one is open. */
    public static PgTransactedPolicy requiresNew() {
        return new PgTransactedPolicy(true);
    }

    @Override
    public void beforeWrap(Route route, NamedNode definition) {
        // The route's error handler stays as it is: what it does about a failure is looked at when the scope ends.
    }

    @Override
    public Processor wrap(Route route, Processor processor) {
        return new TransactedProcessor(processor, this);
    }

    /** Whether a scope that is open already will do. */
    boolean joins() {
        return !alwaysNew;
    }

    @Override
    public String toString() {
        return alwaysNew ? REQUIRES_NEW : REQUIRED;
    }
}
