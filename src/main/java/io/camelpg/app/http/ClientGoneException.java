package io.camelpg.app.http;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The client of a request does not take its answer any more. */
public final class ClientGoneException extends IOException {
    private static final long serialVersionUID = 1L;

    ClientGoneException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
