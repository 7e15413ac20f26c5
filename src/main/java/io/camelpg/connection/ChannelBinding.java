package io.camelpg.connection;

/**
 * Whether the login proves that both ends see the same TLS connection: libpq's {@code channel_binding}. It takes SCRAM,
 * the server's default, and shows a man in the middle even where certificates are not verified.
 */
public enum ChannelBinding {
    DISABLE("disable"),
    PREFER("prefer"),
    REQUIRE("require");

    private final String word;

    ChannelBinding(String word) {
        this.word = word;
    }

    /** As libpq and the driver spell it. */
    public String word() {
        return word;
    }
}
