package io.camelpg.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.app.embedded.EmbeddedKafka;
import io.camelpg.support.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.ConsumerGroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two instances of the application count what comes in while one of them is killed again and again, the database cuts its
 * connections, and one that was thought dead comes back; what is counted is what was sent. {@code -Dmetrics.kills=20} kills
 * more often.
 */
@Tag("application")
class MetricsStormIT {
    private static final String GROUP = "camel-pg-metrics";
    private static final int KILLS = Integer.getInteger("metrics.kills", 5);
    private static final int PER_SECOND = 1000;

    private static EmbeddedKafka kafka;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startBroker() {
        kafka = EmbeddedKafka.start();
    }

    @AfterAll
    static void stopBroker() {
        kafka.close();
    }

    @Test
    void whatIsCountedIsWhatWasSent() throws Exception {
        String topic = "storm";
        MetricsDatabase database = MetricsDatabase.create();
        Map<String, String> environment = database.environment(kafka, topic);
        try (MetricsTraffic traffic = new MetricsTraffic(kafka.brokers(), topic);
                Instances instances = new Instances(environment)) {
            traffic.send(500);
            traffic.start(PER_SECOND);
            instances.start();
            instances.start();
            for (int kill = 0; kill < KILLS; kill++) {
                // in the middle of it: something was counted since the last time
                database.awaitCounted(database.counted() + PER_SECOND / 2);
                database.cutConnections();
                instances.killOldest();
                instances.start();
            }
            instances.comeBackFromTheDead(database);
            traffic.stop();
            assertCounted(database, traffic);
            assertThat(deadLetters(topic)).isEqualTo(new HashSet<>(traffic.poisonPlaces()));

            instances.stopAll();
            readEverythingAgain(topic);
            instances.start();
            traffic.send(1000);
            traffic.stop();
            assertCounted(database, traffic);

            recreate(topic);
            traffic.reconnect();
            traffic.send(300);
            traffic.stop();
            assertCounted(database, traffic);
            assertThat(database.scalar("SELECT count(DISTINCT topic_id) FROM metrics_offsets"))
                    .isEqualTo("2");
        }
    }

    private static void assertCounted(MetricsDatabase database, MetricsTraffic traffic) throws Exception {
        long messages = traffic.expected().values().stream()
                .mapToLong(MetricsTraffic.Totals::total)
                .sum();
        database.awaitCounted(messages);
        assertThat(database.totals()).isEqualTo(traffic.expected());
        assertThat(database.scalar("SELECT count(*) || ' ' || count(DISTINCT (topic_id, partition, \"offset\"))"
                        + " FROM metrics_log"))
                .isEqualTo(messages + " " + messages);
        assertThat(database.scalar("SELECT sum(total) FROM metrics_window")).isEqualTo(Long.toString(messages));
        assertThat(database.scalar("SELECT sum(n) FROM metrics_summary, unnest(histogram) AS n"))
                .isEqualTo(Long.toString(messages));
    }

    private static Set<String> deadLetters(String topic) {
        Set<String> places = new HashSet<>();
        for (var letter : KafkaTopic.readAll(kafka.brokers(), topic + ".dlq")) {
            places.add(KafkaTopic.header(letter, "dlq-partition") + "/" + KafkaTopic.header(letter, "dlq-offset"));
        }
        return places;
    }

    /** Kafka says that nothing has been read. */
    private static void readEverythingAgain(String topic) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.brokers()))) {
            Await.until("the group is empty", Duration.ofMinutes(1), () -> {
                try {
                    admin.alterConsumerGroupOffsets(GROUP, beginnings(admin, topic))
                            .all()
                            .get();
                    return true;
                } catch (Exception e) {
                    return false;
                }
            });
        }
    }

    private static Map<TopicPartition, OffsetAndMetadata> beginnings(Admin admin, String topic) throws Exception {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (var partition : admin.describeTopics(List.of(topic))
                .topicNameValues()
                .get(topic)
                .get()
                .partitions()) {
            offsets.put(new TopicPartition(topic, partition.partition()), new OffsetAndMetadata(0));
        }
        return offsets;
    }

    /** Deletes the topic and creates it again, as somebody does who wants to be rid of what is in it. */
    private static void recreate(String topic) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.brokers()))) {
            Uuid old = topicId(admin, topic);
            admin.deleteTopics(List.of(topic)).all().get();
            Await.until("the topic is there again", () -> {
                try {
                    admin.createTopics(List.of(new NewTopic(topic, 3, (short) 1)))
                            .all()
                            .get();
                } catch (Exception e) {
                    // still being deleted, or made by the consumer that looks for it
                }
                try {
                    return !old.equals(topicId(admin, topic)) && isEmpty(admin, topic);
                } catch (Exception e) {
                    return false;
                }
            });
        }
    }

    /** The broker tells of a new topic a moment before it puts the old one's log aside; what is written then is lost. */
    private static boolean isEmpty(Admin admin, String topic) throws Exception {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        beginnings(admin, topic).keySet().forEach(partition -> ends.put(partition, OffsetSpec.latest()));
        return admin.listOffsets(ends).all().get().values().stream().allMatch(end -> end.offset() == 0);
    }

    private static Uuid topicId(Admin admin, String topic) throws Exception {
        return admin.describeTopics(List.of(topic))
                .topicNameValues()
                .get(topic)
                .get()
                .topicId();
    }

    /** The application, several times. */
    private final class Instances implements AutoCloseable {
        private final Map<String, String> environment;
        private final List<ForkedApplication> running = new ArrayList<>();
        private int started;

        Instances(Map<String, String> environment) {
            this.environment = environment;
        }

        void start() throws Exception {
            running.add(new ForkedApplication(
                    Files.createDirectory(directory.resolve("instance-" + started++)), environment));
        }

        void killOldest() throws Exception {
            running.remove(0).kill();
        }

        /** One stands still until the others have its partitions, and goes on in the middle of its batch. */
        void comeBackFromTheDead(MetricsDatabase database) throws Exception {
            ForkedApplication zombie = running.get(0);
            database.awaitCounted(database.counted() + 1);
            zombie.signal("STOP");
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.brokers()))) {
                Await.until("the others have its partitions", Duration.ofMinutes(1), () -> {
                    try {
                        var group = admin.describeConsumerGroups(List.of(GROUP))
                                .describedGroups()
                                .get(GROUP)
                                .get();
                        return group.state() == ConsumerGroupState.STABLE
                                && group.members().size() == 1;
                    } catch (Exception e) {
                        return false;
                    }
                });
                database.awaitCounted(database.counted() + PER_SECOND);
            } finally {
                zombie.signal("CONT");
            }
            database.awaitCounted(database.counted() + PER_SECOND);
        }

        void stopAll() throws Exception {
            for (ForkedApplication instance : running) {
                assertThat(instance.terminate()).as(instance.log()).isEqualTo(128 + 15);
            }
            running.clear();
        }

        @Override
        public void close() throws Exception {
            for (ForkedApplication instance : running) {
                instance.kill();
            }
        }
    }
}
