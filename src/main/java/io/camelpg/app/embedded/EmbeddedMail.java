package io.camelpg.app.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.SMTPServer;

/**
 * An SMTP server for trying things out: it takes every mail and puts it into a folder, as a file that mail programs open.
 * The mails stay when the server goes.
 */
public final class EmbeddedMail implements EmbeddedServer {
    /** Where mails go when MAIL_DIRECTORY does not say. */
    static final String DIRECTORY = "reports/mail";

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedMail.class);

    /** RFC 5321, 4.2.3: "Requested action not taken", for now. */
    private static final int LOCAL_ERROR = 451;

    private static final int MAX_BYTES = 50 * 1024 * 1024;
    private static final DateTimeFormatter ARRIVAL = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

    private final Path directory;
    private final SMTPServer server;
    private final AtomicInteger arrived = new AtomicInteger();

    private EmbeddedMail(Path directory, int port) {
        this.directory = directory;
        server = SMTPServer.port(port)
                .bindAddress(InetAddress.getLoopbackAddress())
                .hostName("localhost")
                .maxMessageSize(MAX_BYTES)
                .messageHandler((context, from, to, data) -> deliver(to, data))
                .build();
    }

    /** Starts the server on a free port. */
    public static EmbeddedMail start(Path directory) {
        return start(directory, 0);
    }

    public static EmbeddedMail start(Path directory, int port) {
        EmbeddedMail mail = new EmbeddedMail(directory, port);
        mail.server.start();
        return mail;
    }

    /** The mail is whole when it can be seen: written beside, then renamed. */
    private void deliver(String recipient, byte[] mail) throws RejectException {
        String name =
                ARRIVAL.format(LocalDateTime.now(ZoneId.systemDefault())) + '-' + arrived.incrementAndGet() + ".eml";
        try {
            Files.createDirectories(directory);
            Path partial = Files.write(directory.resolve('.' + name), mail);
            Path file = Files.move(partial, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            LOG.info("Mail to {}: {}", recipient, file);
        } catch (IOException e) {
            LOG.error("Mail to {} could not be written to {}", recipient, directory, e);
            throw new RejectException(LOCAL_ERROR, "The mail could not be stored");
        }
    }

    public int port() {
        return server.getPortAllocated();
    }

    @Override
    public Map<String, String> properties() {
        return Map.of("mail.embedded", "true", "mail.host", "localhost", "mail.port", Integer.toString(port()));
    }

    @Override
    public String description() {
        return "Mail      " + directory + "/*.eml   (what the routes send; open them with a mail program)";
    }

    @Override
    public void close() {
        server.stop();
    }
}
