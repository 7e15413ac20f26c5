package io.camelpg.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.app.embedded.EmbeddedMail;
import io.camelpg.app.report.MailServer;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
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
