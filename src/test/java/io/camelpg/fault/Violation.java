package io.camelpg.fault;

/** What must never be found after a fault. */
enum Violation {
    /** Acknowledged, and not there. */
    LOST,
    /** There more than once. */
    TWICE,
    /** A part of it is there. */
    TORN,
    /** There, although the error says that it was not done. */
    GHOST,
    /** An acknowledged answer with wrong content. */
    WRONG,
    /** An error that is none of the client's own. */
    STRANGE,
    /** Rows that nobody wrote. */
    UNASKED,
    /** Sums that do not come out. */
    BALANCE,
    /** Something that stayed behind. */
    LEAK
}
