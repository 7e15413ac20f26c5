package io.camelpg.connection.tls;

import io.camelpg.error.Problems;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates and the key as they are on disk now. Files are looked at for each new connection: whoever renews them
 * needs no restart, and what is half written or does not fit together is used only when it is whole. Thread-safe.
 */
public final class TlsFiles {
    private static final Logger LOG = LoggerFactory.getLogger(TlsFiles.class);

    private final String name;
    private final TlsSources sources;
    private @Nullable TlsTexts texts;
    private @Nullable TlsMaterial material;
    private List<String> refused = List.of();

    /**
     * Reads them for the first time, and logs what should be looked at.
     *
     * @param name of the connection, for logs
     */
    public TlsFiles(String name, TlsSources sources) {
        this.name = name;
        this.sources = sources;
        look(new Problems(name));
    }

    /** Adds whatever is wrong with them to the problems of the configuration. */
    public static void check(TlsSources sources, Problems problems) {
        TlsMaterial.load(sources, TlsTexts.read(sources, problems), problems);
    }

    TlsSources sources() {
        return sources;
    }

    /**
     * Those to connect with.
     *
     * @throws io.camelpg.error.PgException PG-501 if they have not been usable since the start
     */
    synchronized TlsMaterial current() {
        Problems problems = new Problems("connection '" + name + "'");
        look(problems);
        TlsMaterial known = material;
        if (known == null) {
            problems.throwIfAny();
            throw new IllegalStateException("no certificates, and no reason");
        }
        return known;
    }

    private synchronized void look(Problems problems) {
        TlsTexts read = TlsTexts.read(sources, problems);
        if (problems.isEmpty() && read.equals(texts)) {
            refused = List.of();
            return;
        }
        TlsMaterial loaded = problems.isEmpty() ? TlsMaterial.load(sources, read, problems) : null;
        if (loaded == null || !problems.isEmpty()) {
            if (material != null && !problems.found().equals(refused)) {
                LOG.warn(
                        "connection '{}': new certificates are not used, the ones before still are: {}",
                        name,
                        String.join("; ", problems.found()));
            }
            refused = problems.found();
            return;
        }
        if (material != null) {
            LOG.info("connection '{}': new connections use the new certificates", name);
        }
        texts = read;
        material = loaded;
        refused = List.of();
        loaded.warnings(sources).forEach(warning -> LOG.warn("connection '{}': {}", name, warning));
    }
}
