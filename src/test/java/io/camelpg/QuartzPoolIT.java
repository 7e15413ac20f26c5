package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.support.Await;
import io.camelpg.support.PgContext;
import io.camelpg.support.TestPostgres;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quartz.CronScheduleBuilder;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerBuilder;
import org.quartz.impl.SchedulerRepository;
import org.quartz.impl.StdSchedulerFactory;

/** Quartz's clustered job store on the pools of two contexts, as two replicas have it. */
class QuartzPoolIT {
    private static final String CLUSTER = "cluster";
    private static final ConcurrentLinkedQueue<String> FIRES = new ConcurrentLinkedQueue<>();

    private final PgContext first = PgContext.onNewDatabase(connection -> connection.setMaxConnections(3));
    private final PgContext second = PgContext.on(first.database(), TestPostgres.port(), connection -> {
        connection.setMaxConnections(3);
        connection.setApplicationName("second");
    });

    @BeforeEach
    void createTables() throws Exception {
        FIRES.clear();
        try (var script = Scheduler.class.getResourceAsStream("/org/quartz/impl/jdbcjobstore/tables_postgres.sql")) {
            first.sql(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @AfterEach
    void stop() {
        first.close();
        second.close();
    }

    @Test
    void eachFireIsOnOneOfTwoReplicasAndTheOtherGoesOnAlone() throws Exception {
        Scheduler one = scheduler("one", first.camel().getName());
        Scheduler two = scheduler("two", second.camel().getName());
        try {
            one.scheduleJob(
                    JobBuilder.newJob(Count.class).withIdentity("count").build(),
                    TriggerBuilder.newTrigger()
                            .withIdentity("count")
                            .withSchedule(CronScheduleBuilder.cronSchedule("* * * * * ?"))
                            .build());
            one.start();
            two.start();
            Await.until("four fires", () -> FIRES.size() >= 4);
            assertThat(FIRES).as("scheduled times").doesNotHaveDuplicates();

            assertThat(first.scalar("SELECT string_agg(DISTINCT application_name, ',' ORDER BY application_name) FROM"
                            + " pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
                            + " AND backend_type = 'client backend'"))
                    .as("nobody has a pool beside ours")
                    .isEqualTo("camel-pg,second");
            assertThat(Integer.parseInt(first.scalar(
                            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <>"
                                    + " pg_backend_pid() AND backend_type = 'client backend'")))
                    .isBetween(2, 6);

            one.shutdown(true);
            int before = FIRES.size();
            Await.until("two more fires", () -> FIRES.size() >= before + 2);
            assertThat(FIRES).doesNotHaveDuplicates();
        } finally {
            if (!one.isShutdown()) {
                one.shutdown(true);
            }
            two.shutdown(true);
        }
        assertThat(first.send("pg:query?sql=SELECT 1&outputType=scalar", null)
                        .getMessage()
                        .getBody())
                .as("the pool is still the component's")
                .isEqualTo(1);
    }

    @Test
    void aNamedConnectionIsUsed() throws Exception {
        PgConnection crm = new PgConnection();
        crm.setHost("localhost");
        crm.setPort(TestPostgres.port());
        crm.setUsername("postgres");
        crm.setDatabase(first.database());
        crm.setApplicationName("crm");
        first.camel().getRegistry().bind("crm", crm);

        Scheduler scheduler = scheduler("named", first.camel().getName(), "connection", "crm");
        try {
            assertThat(scheduler.getJobGroupNames()).isEmpty();
            assertThat(first.scalar("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'crm'"))
                    .isEqualTo("1");
        } finally {
            scheduler.shutdown();
        }
    }

    @Test
    void anUnknownConnectionIsNamed() throws Exception {
        Scheduler scheduler = scheduler("unknown", first.camel().getName(), "connection", "crn");
        try {
            assertThatThrownBy(scheduler::getJobGroupNames)
                    .isInstanceOf(SchedulerException.class)
                    .hasStackTraceContaining("PG-503 connection=crn: the registry has no bean of that name");
        } finally {
            scheduler.shutdown();
        }
    }

    @Test
    void amongSeveralContextsOneHasToBeNamed() throws Exception {
        Scheduler unnamed = scheduler("unnamed", null);
        try {
            assertThatThrownBy(unnamed::getJobGroupNames)
                    .hasStackTraceContaining("PG-505")
                    .hasStackTraceContaining(first.camel().getName())
                    .hasStackTraceContaining(second.camel().getName())
                    .hasStackTraceContaining("org.quartz.dataSource.<name>.context");

            second.close();
            assertThat(unnamed.getJobGroupNames()).as("the only one left").isEmpty();

            first.close();
            assertThatThrownBy(unnamed::getJobGroupNames).hasStackTraceContaining("finds 0 of the Camel contexts");
        } finally {
            unnamed.shutdown();
        }
    }

    @Test
    void aContextThatIsNotThereIsNamed() throws Exception {
        Scheduler scheduler = scheduler("absent", "nowhere");
        try {
            assertThatThrownBy(scheduler::getJobGroupNames)
                    .hasStackTraceContaining("PG-505")
                    .hasStackTraceContaining("'nowhere'");
        } finally {
            scheduler.shutdown();
        }
    }

    @Test
    void aContextThatUsesNothingElseOfOursWillDo() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getCamelContextExtension().setName("bare");
            PgConnection own = new PgConnection();
            own.setHost("localhost");
            own.setPort(TestPostgres.port());
            own.setUsername("postgres");
            own.setDatabase(first.database());
            context.getRegistry().bind("own", own);
            context.start();

            Scheduler scheduler = scheduler("bare", "bare", "connection", "own");
            try {
                assertThat(scheduler.getJobGroupNames()).isEmpty();
            } finally {
                scheduler.shutdown();
            }
        }
    }

    @Test
    void aWrongOptionIsRefusedByQuartz() {
        assertThatThrownBy(() -> scheduler("wrong", null, "conection", "crm")).hasStackTraceContaining("conection");
    }

    /** Quartz keeps data sources by name in one map a JVM, and schedulers too: each replica here has names of its own. */
    private static Scheduler scheduler(String dataSource, String context, String... options) throws SchedulerException {
        Properties properties = new Properties();
        properties.setProperty("org.quartz.scheduler.instanceName", CLUSTER);
        properties.setProperty("org.quartz.scheduler.instanceId", dataSource);
        properties.setProperty("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
        properties.setProperty("org.quartz.threadPool.threadCount", "1");
        properties.setProperty("org.quartz.jobStore.class", "org.quartz.impl.jdbcjobstore.JobStoreTX");
        properties.setProperty(
                "org.quartz.jobStore.driverDelegateClass", "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate");
        properties.setProperty("org.quartz.jobStore.isClustered", "true");
        properties.setProperty("org.quartz.jobStore.clusterCheckinInterval", "1000");
        properties.setProperty("org.quartz.jobStore.dataSource", dataSource);
        String prefix = "org.quartz.dataSource." + dataSource + '.';
        properties.setProperty(prefix + "connectionProvider.class", PgQuartzConnectionProvider.class.getName());
        if (context != null) {
            properties.setProperty(prefix + "context", context);
        }
        List<String> more = Arrays.asList(options);
        for (int i = 0; i < more.size(); i += 2) {
            properties.setProperty(prefix + more.get(i), more.get(i + 1));
        }
        Scheduler scheduler = new StdSchedulerFactory(properties).getScheduler();
        // else the next replica in this JVM would be the same one
        SchedulerRepository.getInstance().remove(CLUSTER);
        return scheduler;
    }

    /** Remembers when it was to run. */
    public static final class Count implements Job {
        @Override
        public void execute(JobExecutionContext context) {
            Date scheduled = context.getScheduledFireTime();
            FIRES.add(scheduled.toInstant().toString());
        }
    }
}
