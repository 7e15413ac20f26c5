package io.camelpg.app.quartz;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.quartz.JobKey;
import org.quartz.JobPersistenceException;
import org.quartz.Scheduler;
import org.quartz.TriggerKey;
import org.quartz.impl.jdbcjobstore.PostgreSQLDelegate;
import org.quartz.spi.OperableTrigger;

/**
 * Lets an instance take only those triggers from Quartz's tables whose routes it runs. Quartz lets each member of a cluster
 * take any, and a fire that finds no route is lost: where instances run different routes, or for the minutes in which a new
 * version with a new route replaces the old one. Named in routes/quartz.properties.
 */
public final class OwnTriggersDelegate extends PostgreSQLDelegate {
    /** More than there will be; those of others must not hide ours. */
    private static final int ALL = 1000;

    /** Of this JVM, because Quartz makes delegates without telling them whose they are. */
    private static final Set<JobKey> OWN = ConcurrentHashMap.newKeySet();

    static void own(TriggerKey trigger) {
        // Camel gives a job the name of its trigger
        OWN.add(JobKey.jobKey(trigger.getName(), trigger.getGroup()));
    }

    @Override
    public List<TriggerKey> selectTriggerToAcquire(
            Connection connection, long noLaterThan, long noEarlierThan, int maxCount) throws SQLException {
        List<TriggerKey> own = new ArrayList<>();
        for (TriggerKey key : super.selectTriggerToAcquire(connection, noLaterThan, noEarlierThan, ALL)) {
            if (own.size() < Math.max(maxCount, 1) && isOwn(connection, key)) {
                own.add(key);
            }
        }
        return own;
    }

    private boolean isOwn(Connection connection, TriggerKey key) throws SQLException {
        if (!key.getGroup().equals(Scheduler.DEFAULT_RECOVERY_GROUP)) {
            return OWN.contains(JobKey.jobKey(key.getName(), key.getGroup()));
        }
        // made for the job of an instance that died, with a name of its own
        try {
            OperableTrigger recovery = selectTrigger(connection, key);
            return recovery != null && OWN.contains(recovery.getJobKey());
        } catch (ClassNotFoundException | IOException | JobPersistenceException e) {
            throw new SQLException("The trigger " + key + " cannot be read", e);
        }
    }
}
