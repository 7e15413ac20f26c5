package io.camelpg.fault;

/** What a client was told about its work. */
enum Answer {
    /** It is done: it must be there, whole and once. */
    DONE,
    /** An error that says the work was not done: it must not be there, so that it may be sent again. */
    NOT_DONE,
    /** An error that leaves it open: there, whole and once, or not at all. */
    UNKNOWN
}
