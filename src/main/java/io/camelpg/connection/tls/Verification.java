package io.camelpg.connection.tls;

/** What a server has to prove by its certificate. */
public enum Verification {
    /** Nothing: whoever answers is believed. */
    NONE,
    /** That one of the root certificates signed it, at whatever name. */
    CHAIN,
    /** That, and that it was made out to the name the client connects to. */
    CHAIN_AND_NAME
}
