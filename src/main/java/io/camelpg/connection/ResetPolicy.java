package io.camelpg.connection;

/** When a returned connection is cleaned with DISCARD ALL. */
public enum ResetPolicy {
    /** When the driver or the lexer saw that the session was changed. */
    AUTO,
    /** After every use: one more round trip each, for functions that change the session out of sight. */
    ALWAYS
}
