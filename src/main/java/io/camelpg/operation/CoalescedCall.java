package io.camelpg.operation;

import io.camelpg.session.Database;
import io.camelpg.session.Deadline;
import org.jspecify.annotations.Nullable;

/** One of several calls that share a statement. Filled by one thread at a time. */
public final class CoalescedCall {
    private final @Nullable Object[] values;
    private final Deadline deadline;
    private final AsyncOperation.Completion completion;
    private @Nullable Database database;
    private @Nullable Outcome outcome;
    private @Nullable RuntimeException failure;

    public CoalescedCall(@Nullable Object[] values, Deadline deadline, AsyncOperation.Completion completion) {
        this.values = values;
        this.deadline = deadline;
        this.completion = completion;
    }

    void on(Database wanted) {
        database = wanted;
    }

    /** That it is to be made on. */
    Database database() {
        Database known = database;
        if (known == null) {
            throw new IllegalStateException("the call has no database");
        }
        return known;
    }

    /** One for each placeholder; not a copy. */
    public @Nullable Object[] values() {
        return values;
    }

    public Deadline deadline() {
        return deadline;
    }

    /** It went well. */
    public void outcome(Outcome own) {
        outcome = own;
    }

    /** It did not. */
    public void failure(RuntimeException own) {
        failure = own;
    }

    /** Whether it has an outcome or a failure. */
    public boolean ended() {
        return outcome != null || failure != null;
    }

    void tell(boolean sync) {
        RuntimeException failed = failure;
        Outcome done = outcome;
        if (failed != null || done == null) {
            completion.failed(
                    failed == null ? new IllegalStateException("the call was left without an outcome") : failed, sync);
        } else {
            completion.done(done, sync);
        }
    }
}
