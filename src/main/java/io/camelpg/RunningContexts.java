package io.camelpg;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/**
 * The Camel contexts of this JVM, for those who are made by others without being told theirs. Holds them weakly, so that it
 * keeps none alive. Thread-safe.
 */
final class RunningContexts {
    private static final Set<CamelContext> ALL =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private RunningContexts() {}

    static void add(CamelContext context) {
        ALL.add(context);
    }

    static void remove(CamelContext context) {
        ALL.remove(context);
    }

    /**
     * The component of the context of that name; where none is named, of the only one that has the component or, where none
     * has it yet, of the only one there is.
     *
     * @param reason who asks and how a context is named there, for the message
     * @throws PgException PG-505 where there is no such context, or several
     */
    static PgComponent component(@Nullable String name, String reason) {
        List<CamelContext> running = running();
        List<CamelContext> fitting = name == null
                ? running.stream()
                        .filter(context -> context.hasComponent("pg") != null)
                        .toList()
                : running.stream()
                        .filter(context -> name.equals(context.getName()))
                        .toList();
        if (fitting.isEmpty() && name == null) {
            fitting = running;
        }
        if (fitting.size() != 1) {
            List<String> names = running.stream().map(CamelContext::getName).toList();
            throw new PgException(
                    PgErrorCode.NO_SUCH_CONTEXT,
                    reason + (name == null ? "" : " names the context '" + name + "', but") + " finds " + fitting.size()
                            + " of the Camel contexts running in this JVM, " + names);
        }
        return fitting.get(0).getComponent("pg", PgComponent.class);
    }

    /** A copy, because WeakHashMap drops entries while it is read. */
    private static List<CamelContext> running() {
        synchronized (ALL) {
            return ALL.stream().filter(context -> !context.isStopped()).toList();
        }
    }
}
