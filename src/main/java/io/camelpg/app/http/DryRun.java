package io.camelpg.app.http;

import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import org.jspecify.annotations.Nullable;

/** Whether a request only asks what a run would do. What is not understood is refused, because a run cannot be taken back. */
public final class DryRun {
    private static final String NAME = "dryRun=";
    private static final Set<String> VALUES = Set.of("true", "false");

    private DryRun() {}

    /**
     * Reads the request as it came.
     *
     * @throws RequestRejectedException 400 for a body, which would decide nothing, and for what {@link #asked(String)}
     *     refuses
     */
    public static boolean of(Exchange exchange) throws RequestRejectedException {
        if (!(exchange.getMessage() instanceof HttpMessage http)) {
            throw new IllegalStateException("This is to be among the first steps of a route from platform-http");
        }
        if (http.getRequest().bytesRead() > 0) {
            throw RequestRejectedException.of(400, "Nothing was started: a body says nothing here, ?dryRun=true does.");
        }
        return asked(http.getRequest().query());
    }

    /** @throws RequestRejectedException 400 for anything but {@code dryRun=true} or {@code false}, once, in any case */
    static boolean asked(@Nullable String query) throws RequestRejectedException {
        if (query == null || query.isEmpty()) {
            return false;
        }
        String value = query.startsWith(NAME) ? query.substring(NAME.length()).toLowerCase(Locale.ROOT) : "";
        if (!VALUES.contains(value)) {
            throw RequestRejectedException.of(
                    400, "Nothing was started: the query may be dryRun=true or dryRun=false, once, and nothing else.");
        }
        return value.equals("true");
    }
}
