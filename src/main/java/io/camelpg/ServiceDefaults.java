package io.camelpg;

import io.camelpg.connection.credential.ServiceFile;
import io.camelpg.error.Problems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a connection's {@code service} says where the connection itself says nothing. */
final class ServiceDefaults {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceDefaults.class);

    private final PgConnection connection;
    private final Problems problems;
    private final boolean hasPassword;

    private ServiceDefaults(PgConnection connection, Problems problems) {
        this.connection = connection;
        this.problems = problems;
        this.hasPassword = connection.getPassword() != null
                || connection.getPasswordFile() != null
                || connection.getPassFile() != null
                || connection.getCredentialProvider() != null;
    }

    /** Fills in what is not set; a service or a file that is not there is one of the problems. */
    static void fill(PgConnection connection, Map<String, String> environment, Problems problems) {
        String service = connection.getService();
        if (service == null || service.isBlank()) {
            return;
        }
        Path home = Path.of(System.getProperty("user.home"));
        Map<String, String> section = problems.collect(() -> ServiceFile.read(service, environment, home));
        if (section != null) {
            ServiceDefaults defaults = new ServiceDefaults(connection, problems);
            defaults.paired(service, section).forEach((key, value) -> {
                // A password in the section counts more than a file, as in libpq.
                if (!key.equals("passfile") || !section.containsKey("password")) {
                    defaults.fill(service, key, value);
                }
            });
        }
    }

    /** Several ports are those of several hosts, one each: {@code host=a,b port=1,2} is {@code host=a:1,b:2} here. */
    private Map<String, String> paired(String service, Map<String, String> section) {
        String ports = section.getOrDefault("port", "");
        if (!ports.contains(",")) {
            return section;
        }
        Map<String, String> paired = new LinkedHashMap<>(section);
        paired.remove("port");
        if (connection.hasHost() || connection.hasPort()) {
            // They are those of other hosts.
            return paired;
        }
        String[] port = ports.split(",", -1);
        String[] host = section.getOrDefault("host", "").split(",", -1);
        if (port.length != host.length) {
            problems.add("service " + service + ": " + port.length + " ports for " + host.length + " hosts");
        }
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < Math.min(host.length, port.length); i++) {
            String name = host[i].contains(":") ? "[" + host[i] + "]" : host[i];
            pairs.add(port[i].isBlank() ? name : name + ":" + port[i].strip());
        }
        paired.put("host", String.join(",", pairs));
        return paired;
    }

    private void fill(String service, String key, String value) {
        switch (key) {
            case "host" -> unless(connection.hasHost(), value, connection::setHost);
            case "port" -> unless(connection.hasPort(), value, this::port);
            case "dbname" -> unless(connection.getDatabase(), value, connection::setDatabase);
            case "user" ->
                unless(
                        connection.getUsername() != null
                                || connection.getUsernameFile() != null
                                || connection.getCredentialProvider() != null,
                        value,
                        connection::setUsername);
            case "password" -> unless(hasPassword, value, connection::setPassword);
            case "passfile" ->
                unless(hasPassword || connection.getUsernameFile() != null, value, connection::setPassFile);
            case "sslmode" -> unless(connection.getSslMode(), value, connection::setSslMode);
            case "sslrootcert" -> unless(connection.getSslRootCert(), value, connection::setSslRootCert);
            case "sslcert" -> unless(connection.getSslCert(), value, connection::setSslCert);
            case "sslkey" -> unless(connection.getSslKey(), value, connection::setSslKey);
            case "application_name" -> unless(connection.hasApplicationName(), value, connection::setApplicationName);
            default -> LOG.warn("service {}: '{}' is not used here", service, key.replaceAll("\\p{Cntrl}", "?"));
        }
    }

    private void port(String value) {
        try {
            connection.setPort(Integer.parseInt(value));
        } catch (NumberFormatException e) {
            problems.add("service " + connection.getService() + ": port is not a number");
        }
    }

    private static void unless(@Nullable String known, String value, Consumer<String> setter) {
        unless(known != null, value, setter);
    }

    private static void unless(boolean known, String value, Consumer<String> setter) {
        if (!known) {
            setter.accept(value);
        }
    }
}
