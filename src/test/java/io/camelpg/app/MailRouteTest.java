package io.camelpg.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.app.embedded.EmbeddedMail;
import io.camelpg.app.report.MailServer;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.component.mail.MailComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.subethamail.smtp.AuthenticationHandlerFactory;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

/** The route that sends mail for others, against real SMTP servers. */
class MailRouteTest {
    @TempDir
    private Path directory;

    @Test
    void theServerHasTheMailWhenTheRouteReturns() throws Exception {
        EmbeddedMail server = EmbeddedMail.start(directory);
        try {
            assertThat(send(server.port(), Map.of()).getException()).isNull();
        } finally {
            server.close();
        }

        try (Stream<Path> mails = Files.list(directory)) {
            assertThat(mails).singleElement().satisfies(mail -> assertThat(Files.readString(mail))
                    .contains("Subject: Hello", "To: ops@example.com", "Message-ID: <1@example.com>")
                    .doesNotContain("secret-header"));
        }
    }

    @Test
    void aServerThatIsNotThereIsAnErrorAfterThreeAttempts() throws IOException {
        Exchange exchange = send(ForkedApplication.freePort(), Map.of());

        assertThat(exchange.getException()).isInstanceOf(MessagingException.class);
        assertThat(exchange.getMessage().getHeader(Exchange.REDELIVERY_COUNTER)).isEqualTo(2);
    }

    @Test
    void theAccountIsSentToAServerThatAsksForIt() throws Exception {
        List<String> accounts = new ArrayList<>();
        AuthenticationHandlerFactory account = new EasyAuthenticationHandlerFactory((user, password, context) -> {
            accounts.add(user + '/' + password);
            if (!password.equals("p&w %41+{{x}}")) {
                throw new LoginFailedException();
            }
        });
        SMTPServer server = SMTPServer.port(0)
                .requireAuth()
                .authenticationHandlerFactory(account)
                .messageHandler((context, from, to, data) -> {})
                .build();
        server.start();
        try {
            int port = server.getPortAllocated();
            Map<String, String> good = Map.of("SMTP_USERNAME", "shop", "SMTP_PASSWORD", "p&w %41+{{x}}");
            assertThat(send(port, good).getException()).isNull();
            assertThat(accounts).containsExactly("shop/p&w %41+{{x}}");

            Map<String, String> bad = Map.of("SMTP_USERNAME", "shop", "SMTP_PASSWORD", "guessed");
            Exchange refused = send(port, bad);
            assertThat(refused.getException()).isInstanceOf(AuthenticationFailedException.class);
            assertThat(refused.getMessage().getHeader(Exchange.REDELIVERY_COUNTER))
                    .as("not tried again")
                    .isIn(null, 0);
        } finally {
            server.stop();
        }
    }

    @Test
    void whereEncryptionIsDemandedNothingIsSentWithout() throws Exception {
        EmbeddedMail server = EmbeddedMail.start(directory);
        try {
            assertThat(send(server.port(), Map.of("SMTP_TLS", "starttls")).getException())
                    .hasStackTraceContaining("STARTTLS is required");
            assertThat(send(server.port(), Map.of("SMTP_TLS", "none")).getException())
                    .isNull();
        } finally {
            server.close();
        }
    }

    /** As one does that looks for viruses first: who goes away meanwhile has sent the mail all the same. */
    @Test
    void aServerMayTakeItsTimeToTakeTheMail() throws Exception {
        List<String> mails = new CopyOnWriteArrayList<>();
        try (ServerSocket server = new ServerSocket(0)) {
            Thread thread = new Thread(() -> serve(server, mails));
            thread.setDaemon(true);
            thread.start();

            assertThat(send(server.getLocalPort(), Map.of()).getException()).isNull();
        }
        assertThat(mails).singleElement().asString().contains("Message-ID: <1@example.com>");
    }

    private static void serve(ServerSocket server, List<String> mails) {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                talk(client, mails);
            } catch (IOException e) {
                // the next one, if there is one
            }
        }
    }

    private static void talk(Socket client, List<String> mails) throws IOException {
        BufferedReader input =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        PrintStream output = new PrintStream(client.getOutputStream(), true, StandardCharsets.UTF_8);
        output.print("220 slow.example.com\r\n");
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            if (line.equals("DATA")) {
                output.print("354 go on\r\n");
                mails.add(data(input));
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(12));
            }
            output.print(line.equals("QUIT") ? "221 bye\r\n" : "250 good\r\n");
        }
    }

    private static String data(BufferedReader input) throws IOException {
        StringBuilder mail = new StringBuilder();
        for (String line = input.readLine(); line != null && !line.equals("."); line = input.readLine()) {
            mail.append(line).append('\n');
        }
        return mail.toString();
    }

    private static Exchange send(int port, Map<String, String> environment) {
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("SMTP_PORT", Integer.toString(port));
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Map<String, String> properties = new HashMap<>(MailServer.properties(variables));
            properties.putAll(Map.of("mail.host", "localhost", "mail.from", "shop@example.com"));
            context.getPropertiesComponent().setInitialProperties(properties(properties));
            MailComponent component = new MailComponent(context);
            if (properties.containsKey("camel.component.smtp.username")) {
                component.getConfiguration().setUsername(properties.get("camel.component.smtp.username"));
                component.getConfiguration().setPassword(properties.get("camel.component.smtp.password"));
            }
            context.addComponent("smtp", component);
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(PluginHelper.getResourceLoader(context).resolveResource("file:routes/mail.camel.yaml"));
            context.start();
            return context.createProducerTemplate().send("direct:send-mail", exchange -> {
                exchange.setVariable("mailTo", "ops@example.com");
                exchange.setVariable("mailSubject", "Hello");
                exchange.setVariable("mailText", "How are you?");
                exchange.setVariable("mailId", "<1@example.com>");
                exchange.getMessage().setHeader("secret-header", "x");
            });
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Properties properties(Map<String, String> values) {
        Properties properties = new Properties();
        properties.putAll(values);
        return properties;
    }
}
