package io.camelpg.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.support.Await;
import io.camelpg.support.LogCapture;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.junit.jupiter.api.Test;

class WaitingRoutesTest {
    /** Fails three times for one reason, once for another, and then starts. */
    private final AtomicInteger starts = new AtomicInteger();

    @Test
    void aRouteThatWaitsIsNamedOncePerCauseAndWhenItRuns() throws Exception {
        Main main = new Main();
        main.addProperty("camel.routecontroller.enabled", "true");
        main.addProperty("camel.routecontroller.back-off-delay", "50");
        main.addMainListener(new WaitingRoutes.Listener());
        main.bind("late", new Late());
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("late:one").routeId("patient").to("log:patient");
            }
        });
        try (LogCapture log = new LogCapture()) {
            main.start();
            Await.until("the route runs", () -> log.text().contains("Route patient runs now"));
            assertThat(log.text().lines().filter(line -> line.contains("WaitingRoutes")))
                    .containsExactly(
                            "WARN io.camelpg.app.WaitingRoutes Route patient does not run yet, it is tried again until it"
                                    + " does: no server",
                            "WARN io.camelpg.app.WaitingRoutes Route patient does not run yet, it is tried again until it"
                                    + " does: no table",
                            "INFO io.camelpg.app.WaitingRoutes Route patient runs now");
        } finally {
            main.stop();
        }
    }

    private final class Late extends DefaultComponent {
        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
            return new DefaultEndpoint(uri, this) {
                @Override
                public Producer createProducer() {
                    throw new UnsupportedOperationException();
                }

                @Override
                public Consumer createConsumer(Processor processor) {
                    return new DefaultConsumer(this, processor) {
                        @Override
                        protected void doStart() throws Exception {
                            int start = starts.incrementAndGet();
                            if (start <= 4) {
                                throw new IllegalStateException(
                                        "not stored", new IllegalStateException(start <= 3 ? "no server" : "no table"));
                            }
                            super.doStart();
                        }
                    };
                }
            };
        }
    }
}
