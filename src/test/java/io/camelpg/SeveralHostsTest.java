package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.connection.ConnectionProfile;
import io.camelpg.connection.Servers;
import io.camelpg.connection.TargetSession;
import io.camelpg.error.PgException;
import io.camelpg.error.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of {@code host} and {@code read-host} before anybody connects. */
class SeveralHostsTest {
    @TempDir
    Path directory;

    private static PgConnection connection(String host) {
        PgConnection connection = new PgConnection();
        connection.setHost(host);
        connection.setUsername("app");
        return connection;
    }

    private PgConnection ofService(PgConnection connection, String section, Problems problems) throws IOException {
        Path file = Files.writeString(directory.resolve("pg_service.conf"), "[shop]\n" + section.replace(" ", "\n"));
        connection.setUsername("app");
        connection.setService("shop");
        ServiceDefaults.fill(connection, Map.of("PGSERVICEFILE", file.toString()), problems);
        return connection;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            host=a,b                           | a:5432,b:5432
            host=a,b port=5433                 | a:5433,b:5433
            port=5433,5434 host=a,b            | a:5433,b:5434
            host=a,::1,c port=5433,5434,       | a:5433,[::1]:5434,c:5432
            """)
    void portsOfAServiceAreThoseOfItsHosts(String section, String servers) throws IOException {
        Problems problems = new Problems("test");
        PgConnection connection = ofService(new PgConnection(), section, problems);
        assertThat(problems.found()).isEmpty();
        assertThat(connection.servers()).hasToString(servers);
        assertThat(ofService(connection, section, problems).servers()).hasToString(servers);
        assertThat(problems.found()).isEmpty();
    }

    @Test
    void asManyPortsAsHosts() throws IOException {
        Problems problems = new Problems("test");
        ofService(new PgConnection(), "host=a,b port=1,2,3", problems);
        assertThat(problems.found()).containsExactly("service shop: 3 ports for 2 hosts");
    }

    @Test
    void whatTheConfigurationSaysCountsMoreThanTheService() throws IOException {
        Problems problems = new Problems("test");
        PgConnection connection = new PgConnection();
        connection.setPort(6543);
        assertThat(ofService(connection, "host=a,b port=5433", problems).servers())
                .hasToString("a:6543,b:6543");
        assertThat(problems.found()).isEmpty();
    }

    @Test
    void eachHostHasItsOwnModeByDefault() {
        ConnectionProfile profile = connection("localhost,db.example.com").profile("x");
        assertThat(profile.servers().target()).isEqualTo(TargetSession.PRIMARY);
        assertThat(profile.servers().hosts())
                .extracting(server -> profile.tls().effectiveMode(server).word())
                .containsExactly("prefer", "require");
    }

    @Test
    void whatIsWrongWithEachIsSaidOnce() {
        PgConnection connection = connection("a,b");
        connection.setReadHost("c:0,d");
        connection.setSslMode("verify-full");
        assertThatThrownBy(() -> connection.profile("x"))
                .isInstanceOf(PgException.class)
                .hasMessageContaining("2 problems")
                .hasMessageContaining("read-host: a port must be from 1 to 65535")
                .hasMessageContaining("ssl-mode=verify-full needs ssl-root-cert");
    }

    @Test
    void theReplicasConnectionIsTheSameElsewhere() {
        PgConnection connection = connection("a");
        assertThat(connection.profile("crm").replica()).isNull();
        connection.setReadHost("b,c:5433");
        ConnectionProfile profile = connection.profile("crm");
        ConnectionProfile replica = profile.replica();
        assertThat(replica).isNotNull();
        assertThat(replica.name()).isEqualTo("crm.read");
        assertThat(replica.address()).isEqualTo("b:5432,c:5433/app");
        assertThat(replica.servers().target()).isEqualTo(TargetSession.PREFER_STANDBY);
        assertThat(replica.replica()).isNull();
        assertThat(replica.tls()).isEqualTo(profile.tls());
        assertThat(profile.address()).isEqualTo("a:5432/app");
    }

    @Test
    void aClientElsewhereHasNoReplica() {
        PgTenants tenants = new PgTenants();
        tenants.setHost("a");
        tenants.setReadHost("b");
        PgTenantConnection own = PgTenantConnection.of("acme", "secret");
        assertThat(tenants.profile("t[acme]", own).replica()).isNotNull();
        assertThat(tenants.profile("t[acme]", own.at("c,d", null)).servers())
                .extracting(Servers::toString, Servers::readHosts)
                .containsExactly("c:5432,d:5432", java.util.List.of());
        assertThat(tenants.profile("t[acme]", own.at(null, 5433)).replica()).isNull();
    }
}
