package io.camelpg.support;

/**
 * How far a connection has come, known to both its directions: before the startup packet messages carry no type letter,
 * and after an accepted SSLRequest nothing can be read any more ("Message Flow, SSL Session Encryption" in PostgreSQL's
 * documentation). Each step is taken before the bytes that cause it are forwarded, so the other side sees it in time.
 */
final class WireHandshake {
    static final int CANCEL_REQUEST = 80877102;
    static final int SSL_REQUEST = 80877103;
    static final int GSS_REQUEST = 80877104;

    enum Phase {
        /** The client owes a packet without a type letter. */
        STARTUP,
        /** The server owes one byte: whether it encrypts. */
        ENCRYPTION_ANSWER,
        /** Letter and length in both directions. */
        MESSAGES,
        /** Bytes, passed on without being understood: encrypted, or a CancelRequest. */
        OPAQUE
    }

    private volatile Phase phase = Phase.STARTUP;

    Phase phase() {
        return phase;
    }

    void opaque() {
        phase = Phase.OPAQUE;
    }

    /** The client sent a packet without letter; the code is its first word. */
    void packet(int code) {
        if (code == SSL_REQUEST || code == GSS_REQUEST) {
            phase = Phase.ENCRYPTION_ANSWER;
        } else if (code == CANCEL_REQUEST) {
            phase = Phase.OPAQUE;
        } else {
            phase = Phase.MESSAGES;
        }
    }

    /** The server's one byte: {@code N} for no, {@code S} or {@code G} for yes. */
    void answer(byte answer) {
        phase = answer == 'N' ? Phase.STARTUP : Phase.OPAQUE;
    }
}
