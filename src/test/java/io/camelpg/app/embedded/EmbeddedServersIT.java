package io.camelpg.app.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker and a mail server in this process, used by their ordinary clients. */
class EmbeddedServersIT {
    @TempDir
    private Path directory;

    @Test
    void whatTheBrokerTakesItGives() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            String brokers = kafka.properties().get("camel.component.kafka.brokers");
            try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", brokers), new StringSerializer(), new StringSerializer())) {
                producer.send(new ProducerRecord<>("greetings", "k", "hello")).get(60, TimeUnit.SECONDS);
            }
            try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                    Map.of("bootstrap.servers", brokers, "group.id", "g", "auto.offset.reset", "earliest"),
                    new StringDeserializer(),
                    new StringDeserializer())) {
                consumer.subscribe(List.of("greetings"));
                ConsumerRecord<String, String> record = null;
                for (int i = 0; i < 60 && record == null; i++) {
                    for (ConsumerRecord<String, String> arrived : consumer.poll(Duration.ofSeconds(1))) {
                        record = arrived;
                    }
                }
                assertThat(record).isNotNull();
                assertThat(record.value()).isEqualTo("hello");
            }
        }
    }

    @Test
    void aMailBecomesAFileThatMailProgramsOpen() throws Exception {
        Path folder = directory.resolve("mails");
        try (EmbeddedMail mail = EmbeddedMail.start(folder)) {
            Properties properties = new Properties();
            properties.put("mail.smtp.host", mail.properties().get("mail.host"));
            properties.put("mail.smtp.port", mail.properties().get("mail.port"));
            MimeMessage message = new MimeMessage(Session.getInstance(properties));
            message.setFrom(new InternetAddress("shop@example.com"));
            message.setRecipient(Message.RecipientType.TO, new InternetAddress("boss@example.com"));
            message.setSubject("Größe ½");
            message.setText("Zeile\n.\nEnde", "utf-8");
            Transport.send(message);
        }
        try (Stream<Path> files = Files.list(folder)) {
            Path file = files.reduce((a, b) -> {
                        throw new AssertionError(a + " and " + b);
                    })
                    .orElseThrow();
            assertThat(file.toString()).endsWith("-1.eml");
            try (InputStream content = Files.newInputStream(file)) {
                MimeMessage message = new MimeMessage(Session.getInstance(new Properties()), content);
                assertThat(message.getSubject()).isEqualTo("Größe ½");
                assertThat(message.getContent().toString().strip()).isEqualTo("Zeile\r\n.\r\nEnde");
            }
        }
    }

    @Test
    void onlyWhatTheEnvironmentDoesNotNameIsStarted() {
        Map<String, String> environment =
                Map.of("POSTGRES_HOST", "db", "KAFKA_BROKERS", "k:9092", "MAIL_DIRECTORY", directory.toString());
        try (EmbeddedServers servers = EmbeddedServers.start(environment, () -> false)) {
            assertThat(servers.properties()).containsOnlyKeys("mail.host", "mail.port", "mail.embedded");
            assertThat(servers.descriptions()).singleElement().asString().startsWith("Mail  ");
        }
    }
}
