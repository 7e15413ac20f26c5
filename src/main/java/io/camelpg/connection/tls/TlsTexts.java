package io.camelpg.connection.tls;

import io.camelpg.error.Problems;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What the sources have at one time, as text: equal texts make equal certificates and keys. Prints nothing of it. */
record TlsTexts(@Nullable String rootCert, @Nullable String cert, @Nullable String key) {
    /** Null for what cannot be read, and the problem says why. */
    static TlsTexts read(TlsSources sources, Problems problems) {
        PemSource roots = sources.rootCert();
        return new TlsTexts(
                roots != null && roots.isSystem() ? null : text("ssl-root-cert", roots, problems),
                text("ssl-cert", sources.cert(), problems),
                text("ssl-key", sources.key(), problems));
    }

    private static @Nullable String text(String option, @Nullable PemSource source, Problems problems) {
        if (source == null) {
            return null;
        }
        try {
            return source.read();
        } catch (IOException e) {
            problems.add(option + ": " + source + " " + e.getMessage());
            return null;
        }
    }

    @Override
    public String toString() {
        return "TlsTexts";
    }
}
