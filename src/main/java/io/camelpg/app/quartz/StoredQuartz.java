package io.camelpg.app.quartz;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Endpoint;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;

/**
 * The {@code quartz} component for a job store in a database, which may be away when the application starts. Camel's own
 * (4.18) asks the job store when its endpoints start, so that the application would not; here that waits until the route
 * starts, which {@code camel.routecontroller} tries again. The scheduler runs as long as all of its routes do, because a
 * fire that finds no route running is lost, the ones made up at the start before all others.
 */
public final class StoredQuartz extends QuartzComponent {
    private final Set<StoredQuartzEndpoint> waiting = ConcurrentHashMap.newKeySet();

    /** Puts it in the place of Camel's. */
    public static final class Listener extends MainListenerSupport {
        private final StoredQuartz quartz = new StoredQuartz();

        @Override
        public void beforeInitialize(BaseMainSupport main) {
            main.getCamelContext().addComponent("quartz", quartz);
        }

        /** No fire from now on; jobs that run end with their routes. */
        @Override
        public void beforeStop(BaseMainSupport main) {
            Scheduler scheduler = quartz.getScheduler();
            if (scheduler != null) {
                try {
                    scheduler.shutdown(false);
                } catch (SchedulerException e) {
                    throw new IllegalStateException("Quartz did not stop", e);
                }
            }
        }
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        QuartzEndpoint endpoint = (QuartzEndpoint) super.createEndpoint(uri, remaining, parameters);
        return new StoredQuartzEndpoint(uri, this, endpoint);
    }

    void waitFor(StoredQuartzEndpoint endpoint) {
        waiting.add(endpoint);
    }

    void started(StoredQuartzEndpoint endpoint) throws Exception {
        waiting.remove(endpoint);
        doStartScheduler();
    }

    /** Called by Camel too, when it has started. */
    @Override
    protected void doStartScheduler() throws Exception {
        if (waiting.isEmpty()) {
            super.doStartScheduler();
        }
    }
}
