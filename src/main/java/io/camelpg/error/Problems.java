package io.camelpg.error;

import java.util.ArrayList;
import java.util.List;

/** Collects every fault of a configuration, so that they are reported together and not one a restart. */
public final class Problems {
    private final String subject;
    private final List<String> found = new ArrayList<>();

    /** @param subject what is being checked, such as {@code pg:query} or {@code connection 'crm'} */
    public Problems(String subject) {
        this.subject = subject;
    }

    /** Adds a fault: a sentence without full stop that names the option. */
    public Problems add(String problem) {
        found.add(problem);
        return this;
    }

    /** Adds a fault unless the condition holds. */
    public Problems require(boolean condition, String problem) {
        return condition ? this : add(problem);
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    public List<String> found() {
        return List.copyOf(found);
    }

    /** @throws PgException PG-501 with all faults, if there are any */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw new PgException(
                    PgErrorCode.INVALID_CONFIGURATION,
                    subject + ": " + (found.size() == 1 ? "" : found.size() + " problems: ")
                            + String.join("; ", found));
        }
    }
}
