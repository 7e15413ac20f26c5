package io.camelpg.fault;

import org.jspecify.annotations.Nullable;

/**
 * One operation, and what its caller was told.
 *
 * @param id its own, under which its rows are in the ledger
 * @param said the error, or null
 */
record Attempt(long id, Workload workload, Answer answer, @Nullable Throwable said) {
    /** For the text of a failed assertion. */
    @Override
    public String toString() {
        return workload.name() + " " + id + " (" + answer + (said == null ? "" : ", told: " + said) + ")";
    }
}
