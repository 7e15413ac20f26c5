package io.camelpg.app;

import java.util.TimeZone;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.SimpleEventNotifierSupport;
import org.quartz.CronScheduleBuilder;
import org.quartz.CronTrigger;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a trigger in Quartz's tables follow its route's {@code trigger.timeZone}. Camel (4.18, {@code
 * QuartzEndpoint.hasTriggerChanged}) compares the cron expression only, and leaves a trigger that was stored with another
 * time zone as it is.
 */
final class StoredTimeZones extends MainListenerSupport {
    private static final Logger LOG = LoggerFactory.getLogger(StoredTimeZones.class);

    @Override
    public void beforeInitialize(BaseMainSupport main) {
        CamelContext context = main.getCamelContext();
        context.getManagementStrategy().addEventNotifier(new SimpleEventNotifierSupport() {
            @Override
            public boolean isEnabled(CamelEvent event) {
                return event instanceof CamelEvent.RouteStartedEvent;
            }

            @Override
            public void notify(CamelEvent event) throws SchedulerException {
                if (event instanceof CamelEvent.RouteStartedEvent started) {
                    started(started.getRoute());
                }
            }
        });
    }

    private static void started(Route route) throws SchedulerException {
        if (route.getEndpoint() instanceof QuartzEndpoint endpoint
                && endpoint.getTriggerParameters().get("timeZone") instanceof String zone) {
            follow(endpoint, TimeZone.getTimeZone(zone));
        }
    }

    private static void follow(QuartzEndpoint endpoint, TimeZone zone) throws SchedulerException {
        Scheduler scheduler = endpoint.getComponent().getScheduler();
        Trigger stored = scheduler.getTrigger(endpoint.getTriggerKey());
        if (stored instanceof CronTrigger cron && !cron.getTimeZone().hasSameRules(zone)) {
            // as Camel makes it: one fire for all that were missed
            CronScheduleBuilder schedule = CronScheduleBuilder.cronSchedule(cron.getCronExpression())
                    .inTimeZone(zone)
                    .withMisfireHandlingInstructionFireAndProceed();
            scheduler.rescheduleJob(
                    cron.getKey(),
                    cron.getTriggerBuilder().withSchedule(schedule).build());
            LOG.info(
                    "{} was stored with time zone {} and now has {}",
                    cron.getKey(),
                    cron.getTimeZone().getID(),
                    zone.getID());
        }
    }
}
