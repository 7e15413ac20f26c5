package io.camelpg;

import io.camelpg.connection.Secret;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/**
 * Clients in properties: Camel's own, such as those of application.properties, or those of a file, which is read again for
 * each lookup. {@code <prefix><client>.<service>.username} and so on; without {@code <service>.} for every service:
 * {@code host}, {@code port}, {@code database}, {@code schema}, {@code username}, {@code password}, {@code enabled}.
 * Thread-safe once it is configured.
 */
@UriParams
@Configurer
public class PgTenantProperties implements PgTenantRegistry, CamelContextAware {
    /** No dots, or a client could be called like another one's service. */
    private static final Pattern CLIENT = Pattern.compile("[A-Za-z0-9_@-]+");

    private static final List<String> FIELDS = List.of("host", "port", "database", "schema", "username", "password");
    private static final Pattern SERVICE = Pattern.compile("[A-Za-z0-9_-]+");

    @UriParam(defaultValue = "pg.tenant.", description = "What the names of the properties begin with")
    private String prefix = "pg.tenant.";

    @UriParam(description = "A file with the properties; where it is not set, they are Camel's")
    private @Nullable String file;

    private @Nullable CamelContext camelContext;

    /** Where a property is looked up. */
    @FunctionalInterface
    private interface Source {
        @Nullable
        String get(String name);
    }

    @Override
    public PgTenantAnswer find(String client, String service) {
        if (!CLIENT.matcher(client).matches()) {
            return PgTenantAnswer.none(PgTenantAnswer.Reason.UNKNOWN_CLIENT);
        }
        if (!SERVICE.matcher(service).matches()) {
            return PgTenantAnswer.none(PgTenantAnswer.Reason.NO_SERVICE);
        }
        String path = file;
        Properties all = path == null ? camel() : read(Path.of(path));
        Source values = path == null ? this::resolved : all::getProperty;
        String general = prefix + client + ".";
        String own = general + service + ".";
        if ("false".equals(either(values, own, general, "enabled"))) {
            return PgTenantAnswer.none(PgTenantAnswer.Reason.DISABLED);
        }
        if (FIELDS.stream().allMatch(field -> either(values, own, general, field) == null)) {
            boolean known = all.stringPropertyNames().stream().anyMatch(name -> name.startsWith(general));
            return PgTenantAnswer.none(known ? PgTenantAnswer.Reason.NO_SERVICE : PgTenantAnswer.Reason.UNKNOWN_CLIENT);
        }
        String username = either(values, own, general, "username");
        String password = either(values, own, general, "password");
        if (username == null || username.isBlank() || password == null) {
            return PgTenantAnswer.none(PgTenantAnswer.Reason.NO_CREDENTIALS);
        }
        return PgTenantAnswer.found(new PgTenantConnection(
                either(values, own, general, "host"),
                TenantPort.parse(client, either(values, own, general, "port")),
                either(values, own, general, "database"),
                either(values, own, general, "schema"),
                username,
                Secret.of(password)));
    }

    private static @Nullable String either(Source values, String own, String general, String field) {
        String value = values.get(own + field);
        return value != null ? value : values.get(general + field);
    }

    private Properties camel() {
        return context().getPropertiesComponent().loadProperties(name -> name.startsWith(prefix));
    }

    /** Its placeholders, too. */
    private @Nullable String resolved(String name) {
        Optional<String> value = context().getPropertiesComponent().resolveProperty(name);
        return value.map(text -> text.contains("{{") ? context().resolvePropertyPlaceholders(text) : text)
                .orElse(null);
    }

    private static Properties read(Path path) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            properties.load(reader);
            return properties;
        } catch (IOException e) {
            throw new PgException(
                    PgErrorCode.NO_SUCH_RESOURCE,
                    "the file of clients cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private CamelContext context() {
        CamelContext known = camelContext;
        if (known == null) {
            throw new IllegalStateException("the registry has no Camel context");
        }
        return known;
    }

    public String getPrefix() {
        return prefix;
    }

    public void setPrefix(String prefix) {
        this.prefix = prefix;
    }

    public @Nullable String getFile() {
        return file;
    }

    public void setFile(@Nullable String file) {
        this.file = file;
    }

    @Override
    public @Nullable CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }
}
