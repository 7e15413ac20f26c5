package io.camelpg;

import io.camelpg.event.MicrometerObserver;
import io.camelpg.event.Observers;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** The registry's Micrometer registry as a listener. The only class here that needs Micrometer to load. */
final class MetricsBinding {
    private final @Nullable MicrometerObserver observer;

    private MetricsBinding(@Nullable MicrometerObserver observer) {
        this.observer = observer;
    }

    static MetricsBinding of(CamelContext context, Observers observers) {
        Set<MeterRegistry> registries = context.getRegistry().findByType(MeterRegistry.class);
        if (registries.isEmpty()) {
            return new MetricsBinding(null);
        }
        MicrometerObserver observer =
                new MicrometerObserver(registries.iterator().next());
        observers.add(observer);
        return new MetricsBinding(observer);
    }

    void replica(String connection, BooleanSupplier inUse) {
        if (observer != null) {
            observer.replica(connection, inUse);
        }
    }

    void listener(String connection, BooleanSupplier listening) {
        if (observer != null) {
            observer.listener(connection, listening);
        }
    }

    void connection(String connection, IntSupplier active) {
        if (observer != null) {
            observer.connection(connection, active);
        }
    }
}
