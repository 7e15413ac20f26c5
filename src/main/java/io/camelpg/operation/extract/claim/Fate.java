package io.camelpg.operation.extract.claim;

/** What became of a claimed row. */
public enum Fate {
    /** Marked or deleted, in one transaction with what the route wrote. */
    DONE("done"),
    /** Its failure is counted, and it is claimed again later. */
    RETRIED("retried"),
    /** It failed for the last time. */
    SET_ASIDE("set-aside"),
    /** It is as it was before it was claimed: nothing could be recorded, or nothing had to be. */
    RELEASED("released");

    private final String label;

    Fate(String label) {
        this.label = label;
    }

    /** As metrics and the log have it. */
    public String label() {
        return label;
    }
}
