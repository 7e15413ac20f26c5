package io.camelpg.connection;

/** libpq's modes, with its meaning: see "SSL Mode Descriptions" in PostgreSQL's documentation of libpq. */
public enum SslMode {
    DISABLE("disable"),
    ALLOW("allow"),
    PREFER("prefer"),
    REQUIRE("require"),
    VERIFY_CA("verify-ca"),
    VERIFY_FULL("verify-full");

    private final String word;

    SslMode(String word) {
        this.word = word;
    }

    /** As libpq and the driver spell it. */
    public String word() {
        return word;
    }

    /** Whether a connection without TLS is refused. */
    public boolean demandsEncryption() {
        return this == REQUIRE || verifies();
    }

    /** Whether the server's certificate is verified whatever else is set. */
    public boolean verifies() {
        return this == VERIFY_CA || this == VERIFY_FULL;
    }
}
