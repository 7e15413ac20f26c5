package io.camelpg.app.quartz;

import java.text.ParseException;
import java.util.TimeZone;
import org.apache.camel.Consumer;
import org.apache.camel.DelegateEndpoint;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.quartz.QuartzConsumer;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.apache.camel.support.DefaultEndpoint;
import org.quartz.CronExpression;
import org.quartz.CronScheduleBuilder;
import org.quartz.CronTrigger;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A {@code quartz:} endpoint that stores its trigger when its route starts, not before. */
final class StoredQuartzEndpoint extends DefaultEndpoint implements DelegateEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(StoredQuartzEndpoint.class);

    private final StoredQuartz component;
    private final QuartzEndpoint endpoint;

    StoredQuartzEndpoint(String uri, StoredQuartz component, QuartzEndpoint endpoint) {
        super(uri, component);
        this.component = component;
        this.endpoint = endpoint;
    }

    /** Camel's endpoint, by which a job finds the route that it is for. */
    @Override
    public Endpoint getEndpoint() {
        return endpoint;
    }

    @Override
    public Producer createProducer() throws Exception {
        return endpoint.createProducer();
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        StoredConsumer consumer = new StoredConsumer(processor);
        configureConsumer(consumer);
        component.waitFor(this);
        OwnTriggersDelegate.own(endpoint.getTriggerKey());
        return consumer;
    }

    /** What is wrong and stays so ends the start; the database is asked later. */
    @Override
    protected void doStart() throws Exception {
        super.doStart();
        if (endpoint.getCron() != null) {
            try {
                CronExpression.validateExpression(endpoint.getCron());
            } catch (ParseException e) {
                throw new IllegalArgumentException(
                        "'" + endpoint.getCron() + "' is no cron expression of Quartz: " + e.getMessage(), e);
            }
        }
    }

    /** Else the component would count one more job that keeps its scheduler from stopping. */
    @Override
    protected void doStop() throws Exception {
        endpoint.stop();
        super.doStop();
    }

    /**
     * Camel (4.18, {@code QuartzEndpoint.hasTriggerChanged}) compares the cron expression of a stored trigger only, and
     * leaves one of another time zone as it is.
     */
    private void followTimeZone() throws SchedulerException {
        Scheduler scheduler = component.getScheduler();
        Trigger stored = scheduler.getTrigger(endpoint.getTriggerKey());
        if (stored instanceof CronTrigger cron
                && endpoint.getTriggerParameters().get("timeZone") instanceof String id) {
            TimeZone zone = TimeZone.getTimeZone(id);
            if (!cron.getTimeZone().hasSameRules(zone)) {
                // as Camel makes it: one fire for all that were missed
                CronScheduleBuilder schedule = CronScheduleBuilder.cronSchedule(cron.getCronExpression())
                        .inTimeZone(zone)
                        .withMisfireHandlingInstructionFireAndProceed();
                scheduler.rescheduleJob(
                        cron.getKey(),
                        cron.getTriggerBuilder().withSchedule(schedule).build());
                LOG.info(
                        "Trigger {} was stored with time zone {} and now has {}",
                        cron.getKey(),
                        cron.getTimeZone().getID(),
                        zone.getID());
            }
        }
    }

    private final class StoredConsumer extends QuartzConsumer {
        StoredConsumer(Processor processor) {
            super(endpoint, processor);
        }

        /** Stores the job and its trigger, or fails while the database is away. */
        @Override
        protected void doStart() throws Exception {
            super.doStart();
            followTimeZone();
            component.started(StoredQuartzEndpoint.this);
        }
    }
}
