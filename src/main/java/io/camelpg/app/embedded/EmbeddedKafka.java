package io.camelpg.app.embedded;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/**
 * A real Kafka broker for trying things out: KRaft mode, so without ZooKeeper, on loopback, topics created when somebody
 * names them. Its log goes when the broker goes.
 */
public final class EmbeddedKafka implements EmbeddedServer {
    /** For topics that nobody created: more than one, so that several consumers have work. */
    private static final int PARTITIONS = 3;

    /** Those of the routes are there from the start: a client that finds a topic missing warns, and looks again later. */
    private static final List<String> TOPICS = List.of("metrics", "metrics.dlq", "metrics.alerts");

    private final KafkaRaftServer broker;
    private final Path data;
    private final int port;

    private EmbeddedKafka(KafkaRaftServer broker, Path data, int port) {
        this.broker = broker;
        this.data = data;
        this.port = port;
    }

    /**
     * Starts the broker; takes about two seconds.
     *
     * @throws IllegalStateException where it cannot start, with what to do about it
     */
    public static EmbeddedKafka start() {
        Path data = null;
        KafkaRaftServer broker = null;
        boolean started = false;
        try {
            data = Files.createTempDirectory("camel-pg-kafka-");
            int port = freePort();
            Properties properties = properties(data, port, freePort());
            format(properties, data);
            broker = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
            broker.startup();
            createTopics("localhost:" + port);
            started = true;
            return new EmbeddedKafka(broker, data, port);
        } catch (IOException | RuntimeException e) {
            throw new IllegalStateException(
                    "The embedded Kafka broker could not be started. Set KAFKA_BROKERS to use brokers of your own.", e);
        } finally {
            if (!started) {
                remove(broker, data);
            }
        }
    }

    private static Properties properties(Path data, int port, int controllerPort) {
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "process.roles", "broker,controller",
                "node.id", "1",
                "controller.quorum.voters", "1@localhost:" + controllerPort,
                "controller.listener.names", "CONTROLLER",
                "listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "inter.broker.listener.name", "BROKER",
                "listeners", "BROKER://localhost:" + port + ",CONTROLLER://localhost:" + controllerPort,
                "log.dirs", data.resolve("log").toString(),
                "num.partitions", Integer.toString(PARTITIONS)));
        // one broker has to do what otherwise three share
        properties.putAll(Map.of(
                "offsets.topic.replication.factor", "1",
                "offsets.topic.num.partitions", "1",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.num.partitions", "1",
                "transaction.state.log.min.isr", "1",
                // on loopback, who does not answer is dead
                "group.min.session.timeout.ms", "1000",
                // nobody else will come
                "group.initial.rebalance.delay.ms", "0"));
        return properties;
    }

    /** Gives the log directory its cluster id, as {@code kafka-storage.sh format} does. */
    private static void format(Properties properties, Path data) throws IOException {
        Path file = data.resolve("server.properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        String[] arguments = {"format", "-t", Uuid.randomUuid().toString(), "-c", file.toString()};
        int exitCode = StorageTool.execute(arguments, new PrintStream(said, true, StandardCharsets.UTF_8));
        if (exitCode != 0) {
            throw new IllegalStateException(
                    "Its storage could not be formatted: " + said.toString(StandardCharsets.UTF_8));
        }
    }

    private static void createTopics(String brokers) {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, brokers))) {
            admin.createTopics(TOPICS.stream()
                            .map(topic -> new NewTopic(topic, Optional.of(PARTITIONS), Optional.empty()))
                            .toList())
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Its topics could not be created", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while its topics were created", e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public String brokers() {
        return "localhost:" + port;
    }

    @Override
    public Map<String, String> properties() {
        return Map.of("camel.component.kafka.brokers", brokers(), "metrics.sample", "{{env:METRICS_SAMPLE:true}}");
    }

    @Override
    public String description() {
        return "Kafka     " + brokers()
                + "   (topics are created when they are first named; gone when this program ends)";
    }

    private static void remove(@Nullable KafkaRaftServer broker, @Nullable Path data) {
        try {
            if (broker != null) {
                broker.shutdown();
                broker.awaitShutdown();
            }
        } finally {
            if (data != null) {
                TemporaryDirectory.remove(data);
            }
        }
    }

    @Override
    public void close() {
        remove(broker, data);
    }
}
