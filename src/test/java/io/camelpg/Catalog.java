package io.camelpg;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Set;

/** What the build generated for Camel's catalog: the component as tools see it. */
final class Catalog {
    /** Of every consumer of Camel's that polls. */
    static final Set<String> OF_SCHEDULERS = Set.of(
            "backoffErrorThreshold",
            "backoffIdleThreshold",
            "backoffMultiplier",
            "delay",
            "greedy",
            "initialDelay",
            "pollStrategy",
            "repeatCount",
            "runLoggingLevel",
            "scheduledExecutorService",
            "scheduler",
            "schedulerProperties",
            "sendEmptyMessageWhenIdle",
            "startScheduler",
            "timeUnit",
            "useFixedDelay");

    static final JsonNode JSON = read();

    private Catalog() {}

    private static JsonNode read() {
        try (InputStream in = PgComponent.class.getResourceAsStream("/META-INF/io/camelpg/pg.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
