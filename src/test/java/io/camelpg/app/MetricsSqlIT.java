package io.camelpg.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.app.table.Tables;
import io.camelpg.support.Await;
import io.camelpg.support.PgContext;
import io.camelpg.support.TestPostgres;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The statements of the metrics: what comes twice counts once, and estimates are as good as they are said to be. */
class MetricsSqlIT {
    private static final String UPDATE =
            "pg:execute?sql=file:routes/sql/metrics-update.sql&parameter.group=g&parameter.topic=t";
    private static final String JUDGE = "pg:execute?sql=file:routes/sql/metrics-judge.sql&parameter.mean=100"
            + "&parameter.p99=400&parameter.minutes=5&parameter.requests=3&parameter.closing=0.9";
    private static final UUID TOPIC = UUID.randomUUID();

    private final PgContext pg = PgContext.onNewDatabase();

    @BeforeEach
    void createTables() throws Exception {
        new Tables(Path.of("routes/sql/tables"))
                .create(pg.camel().getRegistry().lookupByNameAndType("pgDataSource", DataSource.class));
    }

    @AfterEach
    void stop() {
        pg.close();
    }

    @Test
    void aBatchThatComesTwiceCountsOnce() {
        assertThat(update(batch(TOPIC, 0, 10, 1.5))).isEqualTo(10);
        assertThat(update(batch(TOPIC, 0, 10, 1.5))).isZero();
        // overlaps; the gap in front of 20 is compaction's
        assertThat(update(batch(TOPIC, 5, 10, 1.5))).isEqualTo(5);
        assertThat(update(batch(TOPIC, 20, 1, 1.5))).isEqualTo(1);
        assertThat(update(batch(TOPIC, 0, 21, 1.5))).isZero();

        assertThat(pg.scalar("SELECT total || ' ' || latency_sum || ' ' || mean FROM metrics_summary"))
                .isEqualTo("16 24.0 1.500000");
        assertThat(pg.scalar("SELECT next_offset FROM metrics_offsets")).isEqualTo("21");
    }

    @Test
    void theOffsetsOfATopicThatWasCreatedAgainAreOthers() {
        assertThat(update(batch(TOPIC, 0, 10, 1))).isEqualTo(10);
        assertThat(update(batch(UUID.randomUUID(), 0, 3, 1))).isEqualTo(3);
        assertThat(pg.scalar("SELECT total FROM metrics_summary")).isEqualTo("13");
    }

    @Test
    void whoComesWithTheSameRecordsAtTheSameTimeFindsThemCounted() throws Exception {
        int batches = 30;
        int threads = 4;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Long>> counted = new ArrayList<>();
            CountDownLatch start = new CountDownLatch(1);
            for (int thread = 0; thread < threads; thread++) {
                counted.add(pool.submit(() -> {
                    start.await();
                    long sum = 0;
                    for (int i = 0; i < batches; i++) {
                        sum += update(batch(TOPIC, i * 10L, 10, 2));
                    }
                    return sum;
                }));
            }
            start.countDown();
            long sum = 0;
            for (Future<Long> one : counted) {
                sum += one.get();
            }
            assertThat(sum).isEqualTo(batches * 10);
        } finally {
            pool.shutdownNow();
        }
        assertThat(pg.scalar("SELECT total || ' ' || latency_sum || ' ' || (SELECT count(*) FROM metrics_log)"
                        + " || ' ' || (SELECT sum(total) FROM metrics_window) FROM metrics_summary"))
                .isEqualTo("300 600 300 300");
    }

    @Test
    void percentilesAreWithinFivePercent() {
        Random random = new Random(3);
        double[] latencies = new double[5000];
        for (int batch = 0; batch < 5; batch++) {
            double[] part = new double[1000];
            for (int i = 0; i < part.length; i++) {
                part[i] = Math.round(Math.exp(random.nextGaussian() * 2 + 4) * 1000) / 1000.0 + 0.1;
                latencies[batch * 1000 + i] = part[i];
            }
            update(batch(TOPIC, batch * 1000L, part));
        }
        Arrays.sort(latencies);
        for (String percentile : List.of("50", "95", "99")) {
            double real = latencies[(int) Math.ceil(latencies.length * Integer.parseInt(percentile) / 100.0) - 1];
            assertThat(Double.parseDouble(pg.scalar("SELECT p" + percentile + " FROM metrics_summary")))
                    .isBetween(real * 0.95, real * 1.05);
        }
    }

    @Test
    void everyLatencyFallsIntoTheBucketThatTellsIt() {
        assertThat(pg.scalar("SELECT count(*) FROM generate_series(0.11, 86400000, 8639.99) AS latency"
                        + " WHERE abs(metrics_percentile(array_fill(0::bigint, ARRAY[metrics_bucket(latency) - 1])"
                        + " || 1::bigint, 0.99) / latency::float8 - 1) > 0.05"))
                .isEqualTo("0");
        assertThat(pg.scalar(
                        "SELECT metrics_bucket(0) || ' ' || metrics_bucket(0.1) || ' ' || metrics_bucket(0.1000001)"))
                .isEqualTo("1 1 2");
        assertThat(pg.scalar("SELECT metrics_merge('{1,2}', '{1,1,5}')")).isEqualTo("{2,3,5}");
        assertThat(pg.scalar("SELECT metrics_histogram('{3,1,3}', '{1,2,4}')")).isEqualTo("{2,0,5}");
    }

    @Test
    void anAlertChangesOnceWhoeverJudges() throws Exception {
        update(batch(TOPIC, 0, 2, 150));
        assertThat(judge()).as("too few").isZero();
        update(batch(TOPIC, 2, 8, 150));
        assertThat(judgeAtOnce()).isEqualTo(1);
        // a mean of 95: below the threshold, above nine tenths of it
        update(batch(TOPIC, 10, 11, 45));
        assertThat(judge()).isZero();
        update(batch(TOPIC, 21, 9, 20));
        assertThat(judgeAtOnce()).isEqualTo(1);
        assertThat(judge()).isZero();
        assertThat(pg.scalar("SELECT string_agg(state || ' ' || requests || ' ' || mean, ', ' ORDER BY id)"
                        + " FROM metrics_alerts"))
                .isEqualTo("open 10 150.000, closed 30 72.500");
    }

    @Test
    void anAlertClosesWhereNothingComesAnyMore() {
        update(batch(TOPIC, 0, 10, 1000));
        assertThat(judge()).isEqualTo(1);
        pg.sql("UPDATE metrics_window SET slot = slot - interval '1 hour'");
        assertThat(judge()).isEqualTo(1);
        assertThat(pg.scalar("SELECT state || requests FROM metrics_alerts ORDER BY id DESC LIMIT 1"))
                .isEqualTo("closed0");
    }

    @Test
    void whatIsOldGoesAndTotalsStay() {
        update(batch(TOPIC, 0, 10, 1));
        pg.sql(
                "UPDATE metrics_log SET logged_at = now() - interval '31 days' WHERE \"offset\" < 4;"
                        + " INSERT INTO metrics_window SELECT metric, slot - interval '31 days', 1, 0, 1, '{1}' FROM metrics_window");
        Exchange exchange = pg.send(
                "pg:execute?outputType=scalar&sql=file:routes/sql/metrics-retention.sql&parameter.days=30", null);
        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody()).isEqualTo(5L);
        assertThat(pg.scalar("SELECT count(*) FROM metrics_log")).isEqualTo("6");
        assertThat(pg.scalar("SELECT total FROM metrics_summary")).isEqualTo("10");
    }

    /** Several replicas, of which one is held up until the others wait for it. */
    private long judgeAtOnce() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(3);
        try (Connection first = TestPostgres.connect(pg.database())) {
            first.setAutoCommit(false);
            first.createStatement().execute("SELECT FROM metrics_summary FOR NO KEY UPDATE");
            List<Future<Long>> changes = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                changes.add(pool.submit(this::judge));
            }
            Await.until("all of them wait", () -> pg.scalar(
                            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                    + " AND wait_event_type = 'Lock' AND backend_type = 'client backend'")
                    .equals("3"));
            first.commit();
            long sum = 0;
            for (Future<Long> change : changes) {
                sum += change.get();
            }
            return sum;
        } finally {
            pool.shutdownNow();
        }
    }

    private long judge() {
        return count(pg.send(JUDGE, null));
    }

    private long update(Map<String, Object> batch) {
        return count(pg.send(UPDATE, batch));
    }

    private static long count(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
        return exchange.getMessage().getHeader("CamelPgUpdateCount", Long.class);
    }

    private static Map<String, Object> batch(UUID topic, long offset, int count, double latency) {
        double[] latencies = new double[count];
        Arrays.fill(latencies, latency);
        return batch(topic, offset, latencies);
    }

    private static Map<String, Object> batch(UUID topic, long offset, double[] latencies) {
        int count = latencies.length;
        List<Long> offsets = new ArrayList<>();
        List<BigDecimal> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            offsets.add(offset + i);
            numbers.add(new BigDecimal(
                    BigDecimal.valueOf(latencies[i]).stripTrailingZeros().toPlainString()));
        }
        Map<String, Object> batch = new HashMap<>();
        batch.put("topicIds", List.of(topic));
        batch.put("partitions", List.of(0));
        batch.put("nextOffsets", List.of(offset + count));
        batch.put("places", Collections.nCopies(count, 1));
        batch.put("offsets", offsets);
        batch.put("metrics", Collections.nCopies(count, "m"));
        batch.put("latencies", numbers);
        batch.put("statuses", Collections.nCopies(count, "200"));
        batch.put("errors", Collections.nCopies(count, false));
        batch.put("times", Collections.nCopies(count, OffsetDateTime.now()));
        return batch;
    }
}
