package io.camelpg.connection.tls;

/** What is wrong with a PEM text: a predicate whose subject is the option. Never quotes the text. */
final class PemException extends Exception {
    private static final long serialVersionUID = 1L;

    PemException(String message) {
        super(message);
    }

    PemException(String message, Throwable cause) {
        super(message, cause);
    }
}
