package io.camelpg.session;

import io.camelpg.error.PgException;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.ParameterList;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;

/** Many executions in one round trip: of one statement with many sets of values, or of several statements. */
final class ManyAtOnce {
    /** Text only: the chunks of a batch are read as one result, and its later chunks could be binary. */
    private static final int BATCH_FLAGS = QueryExecutor.QUERY_SUPPRESS_BEGIN | QueryExecutor.QUERY_NO_BINARY_TRANSFER;

    private final Conversation talk;

    ManyAtOnce(Conversation talk) {
        this.talk = talk;
    }

    /** The answers to a statement sent once for each set of values, in one round trip. */
    BatchCollector batch(StatementPlan plan, List<@Nullable Object[]> sets, long firstNumber, Deadline deadline) {
        boolean identify = talk.mark() == null;
        List<StatementPlan> plans = Collections.nCopies(sets.size(), plan);
        SentAhead.Commands before = talk.ahead(deadline);
        MessageSettings settings = talk.beginning(before.begin());
        Query query = talk.statements()
                .joined(before.sql(), settings, plans, identify ? List.of(Unit.TRANSACTION_ID) : List.of());
        ParameterList values = Binding.bindAll(settings, plan, query, sets, firstNumber);
        talk.sent().addAll(sets);
        BatchCollector collector = new BatchCollector(
                before.sql().size() + (settings == null ? 0 : 1),
                identify ? talk.statements().identification() : null,
                talk.query(settings));
        try {
            talk.call(plan.sql(), false, deadline, before, () -> talk.executor()
                    .execute(query, values, collector, Conversation.NO_LIMIT, 0, BATCH_FLAGS | talk.unnamed()));
        } catch (PgException e) {
            if (!collector.concernsOneElement(e) || (settings != null && !collector.hasBegun())) {
                throw e;
            }
            int failed = Math.min(collector.answered(), sets.size() - 1);
            throw BatchCollector.failure(Discretion.applied(e, sets.get(failed)), firstNumber + failed);
        }
        talk.note(collector.mark());
        return collector;
    }

    /**
     * The answers to several statements, in one round trip.
     *
     * @param begin what begins their transaction; null where one is open
     * @param commit whether it ends with them
     */
    ScriptCollector script(List<ScriptPart> parts, @Nullable String begin, boolean commit, Deadline deadline) {
        SentAhead.Commands ahead = talk.ahead(deadline, begin == null ? List.of() : List.of(begin));
        List<String> before = ahead.sql();
        MessageSettings settings = talk.beginning(ahead.begin());
        boolean identify = !commit && talk.mark() == null;
        List<String> after = commit ? List.of("COMMIT") : identify ? List.of(Unit.TRANSACTION_ID) : List.of();
        List<StatementPlan> plans = parts.stream().map(ScriptPart::plan).toList();
        Query query = talk.statements().joined(before, settings, plans, after);
        ParameterList values = Binding.bindEach(settings, parts, query);
        // One statement many times over is read in one format: its later results could be binary.
        boolean repeated = plans.size() > 1 && plans.stream().distinct().count() < plans.size();
        boolean text = repeated || plans.stream().anyMatch(StatementPlan::isTextOnly);
        int flags = Conversation.BOTH | (text ? QueryExecutor.QUERY_NO_BINARY_TRANSFER : 0) | talk.unnamed();
        ScriptCollector collector = new ScriptCollector(
                before.size() + (settings == null ? 0 : 1),
                parts.size(),
                identify ? talk.statements().identification() : null);
        if (begin != null) {
            talk.sent().begin();
        }
        talk.sent().addAll(parts.stream().map(ScriptPart::values).toList());
        try {
            Conversation.confirmed(
                    collector::committed,
                    () -> talk.call("", commit, deadline, ahead, () -> talk.executor()
                            .execute(query, values, collector, Conversation.NO_LIMIT, 0, flags)));
        } catch (PgException e) {
            if (Failures.isLoss(e) || !collector.failedInStatement()) {
                throw talk.sent().discreet(e);
            }
            ScriptPart failed = parts.get(collector.parts().size());
            throw failed.failed(Discretion.applied(e, failed.values()));
        }
        if (collector.unconfirmed()) {
            throw Replication.unconfirmed();
        }
        talk.note(collector.mark());
        return collector;
    }
}
