package io.camelpg.connection.tls;

import java.security.cert.CertificateException;
import org.jspecify.annotations.Nullable;

/** The server's certificate did not pass a check: which one, and what to do. */
public final class UntrustedServerException extends CertificateException {
    private static final long serialVersionUID = 1L;

    private final String hint;

    UntrustedServerException(String message, String hint, @Nullable Throwable cause) {
        super(message, cause);
        this.hint = hint;
    }

    /** What to do about it. */
    public String hint() {
        return hint;
    }
}
