package io.camelpg.app.embedded;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The servers of this process: one for each that the environment does not name. */
public final class EmbeddedServers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServers.class);

    /** In the order of their start. */
    private final Deque<EmbeddedServer> running = new ArrayDeque<>();

    private final BooleanSupplier stopping;

    private EmbeddedServers(BooleanSupplier stopping) {
        this.stopping = stopping;
    }

    /** Whether a server may be started where none is named: not in production, where nobody would look for it. */
    private static boolean allowed(Map<String, String> environment) {
        return !environment.getOrDefault("EMBEDDED_SERVERS", "true").equals("false");
    }

    /**
     * Variables that have to name a server, because none may be started: EMBEDDED_SERVERS=false. Where ROUTES says which
     * routes run, they may be such as need no Kafka and no mail.
     */
    public static List<String> missing(Map<String, String> environment) {
        if (allowed(environment)) {
            return List.of();
        }
        boolean chosen = !environment.getOrDefault("ROUTES", "").isBlank();
        List<String> needed =
                chosen ? List.of("POSTGRES_HOST") : List.of("POSTGRES_HOST", "KAFKA_BROKERS", "SMTP_HOST");
        return needed.stream()
                .filter(variable -> environment.getOrDefault(variable, "").isBlank())
                .toList();
    }

    /**
     * Starts what POSTGRES_HOST, KAFKA_BROKERS and SMTP_HOST do not name, unless EMBEDDED_SERVERS=false.
     *
     * @param stopping whether they are not wanted any more; asked after each
     * @throws IllegalStateException where one cannot start, with what to do about it; then none is left running
     * @throws CancellationException where they are not wanted any more; then none is left running either
     */
    public static EmbeddedServers start(Map<String, String> environment, BooleanSupplier stopping) {
        EmbeddedServers servers = new EmbeddedServers(stopping);
        boolean started = false;
        try {
            if (!allowed(environment)) {
                started = true;
                return servers;
            }
            servers.unlessSet(environment, "POSTGRES_HOST", "PostgreSQL with sample data", EmbeddedDatabase::start);
            servers.unlessSet(environment, "KAFKA_BROKERS", "Kafka broker", EmbeddedKafka::start);
            Path mails = Path.of(environment.getOrDefault("MAIL_DIRECTORY", EmbeddedMail.DIRECTORY));
            servers.unlessSet(
                    environment, "SMTP_HOST", "mail server that delivers to a folder", () -> EmbeddedMail.start(mails));
            started = true;
            return servers;
        } finally {
            if (!started) {
                servers.close();
            }
        }
    }

    private void unlessSet(
            Map<String, String> environment, String variable, String what, Supplier<? extends EmbeddedServer> start) {
        if (environment.getOrDefault(variable, "").isBlank()) {
            LOG.info("{} is not set: starting an embedded {}", variable, what);
            running.addLast(start.get());
        }
        if (stopping.getAsBoolean()) {
            throw new CancellationException("stopped while its servers started");
        }
    }

    /** What the application's properties have to be, over what its file says. */
    public Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>();
        running.forEach(server -> properties.putAll(server.properties()));
        return properties;
    }

    /** A line for each. */
    public List<String> descriptions() {
        return running.stream().map(EmbeddedServer::description).toList();
    }

    /** Stops all of them, the last one first; a failure of one does not keep the others. */
    @Override
    public void close() {
        List<RuntimeException> failures = new ArrayList<>();
        while (!running.isEmpty()) {
            try {
                running.removeLast().close();
            } catch (RuntimeException e) {
                failures.add(e);
            }
        }
        failures.forEach(failure -> LOG.warn("An embedded server did not stop as it should", failure));
    }
}
