package io.camelpg.error;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects every fault of a configuration, so that they are reported together and not one a restart. */
public final class Problems {
    private final String subject;
    private final List<String> found = new ArrayList<>();
    private @Nullable PgException only;

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

    /**
     * What the source gives, or null where it fails: then its failure is one of the faults.
     *
     * @return never null unless the source's own is, or it failed
     */
    public <T extends @Nullable Object> @Nullable T collect(Supplier<T> source) {
        try {
            return source.get();
        } catch (PgException e) {
            only = found.isEmpty() ? e : null;
            boolean listed = e.errorCode() == PgErrorCode.INVALID_CONFIGURATION;
            add(listed ? e.detail() : e.code() + " " + e.detail());
            return null;
        }
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    public List<String> found() {
        return List.copyOf(found);
    }

    /** @throws PgException PG-501 with all faults, if there are any; a single one that was collected as it is */
    public void throwIfAny() {
        if (only != null && found.size() == 1) {
            throw only;
        }
        if (!found.isEmpty()) {
            throw new PgException(
                    PgErrorCode.INVALID_CONFIGURATION,
                    subject + ": " + (found.size() == 1 ? "" : found.size() + " problems: ")
                            + String.join("; ", found));
        }
    }
}
