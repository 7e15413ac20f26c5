package io.camelpg.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.error.Problems;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGProperty;

/** Every property of the driver is on one of three lists; a new driver's new property fails here until it is read. */
class JdbcParametersTest {
    /** What options of the connection set, or what the component sets and relies on. */
    private static final Set<String> OURS = Set.of(
            "ApplicationName",
            "currentSchema",
            "logServerErrorDetail",
            "options",
            "password",
            "PGDBNAME",
            "PGHOST",
            "PGPORT",
            "sslcert",
            "sslkey",
            "sslmode",
            "sslrootcert",
            "user");

    /** What could move the connection elsewhere, load a class, read or write a file, or change what is promised. */
    private static final Set<String> REFUSED = Set.of(
            "adaptiveFetch",
            "adaptiveFetchMaximum",
            "adaptiveFetchMinimum",
            "allowEncodingChanges",
            "assumeMinServerVersion",
            "authenticationPluginClassName",
            "autosave",
            "classLoaderStrategy",
            "cleanupSavepoints",
            "connectExecutor",
            "connectExecutorArg",
            "convertBooleanToNumeric",
            "defaultRowFetchSize",
            "disableColumnSanitiser",
            "escapeSyntaxCallMode",
            "flushCacheOnDdl",
            "groupStartupParameters",
            "gsslib",
            "gssResponseTimeout",
            "gssUseDefaultCreds",
            "jaasApplicationName",
            "jaasLogin",
            "kerberosServerName",
            "localSocketAddress",
            "loggerFile",
            "loggerLevel",
            "logUnclosedConnections",
            "pemKeyAlgorithm",
            "preferQueryMode",
            "preparedStatementCacheQueries",
            "preparedStatementCacheSizeMiB",
            "prepareThreshold",
            "protocolVersion",
            "queryTimeout",
            "quoteReturningIdentifiers",
            "readOnly",
            "readOnlyMode",
            "replication",
            "requireAuth",
            "reWriteBatchedInserts",
            "reWriteBatchedInsertsSize",
            "scramMaxIterations",
            "service",
            "socketFactory",
            "socketFactoryArg",
            "ssl",
            "sslfactory",
            "sslfactoryarg",
            "sslhostnameverifier",
            "sslNegotiation",
            "sslpassword",
            "sslpasswordcallback",
            "sspiServiceClass",
            "stringtype",
            "useSpnego",
            "xmlFactoryFactory");

    private static Map<String, String> parse(String text, Problems problems) {
        return JdbcParameters.parse(text, problems);
    }

    @Test
    void everyPropertyOfTheDriverIsClassifiedOnce() {
        Set<String> classified = new TreeSet<>(OURS);
        classified.addAll(REFUSED);
        classified.addAll(JdbcParameters.ALLOWED);
        assertThat(classified).hasSize(OURS.size() + REFUSED.size() + JdbcParameters.ALLOWED.size());
        assertThat(classified)
                .isEqualTo(Arrays.stream(PGProperty.values())
                        .map(PGProperty::getName)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @ParameterizedTest
    @FieldSource({"OURS", "REFUSED"})
    void whatIsNotAllowedIsRefusedByName(String name) {
        Problems problems = new Problems("connection 'crm'");
        assertThat(parse(name + "=true", problems)).isEmpty();
        assertThat(problems.found()).singleElement().asString().contains("does not allow '" + name + "'");
    }

    @Test
    void theAllowedArriveAtTheDriverUnderItsOwnNames() {
        String all = JdbcParameters.ALLOWED.stream().map(name -> name + "=1").collect(Collectors.joining("&"));
        Problems problems = new Problems("connection 'crm'");
        assertThat(parse(all, problems).keySet()).isEqualTo(new HashSet<>(JdbcParameters.ALLOWED));
        assertThat(problems.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tcpNoDelay             | takes key=value pairs",
                "=true                  | takes key=value pairs",
                "tcpNoDelay=true&       | takes key=value pairs",
                "tcpNoDelay=1&tcpNoDelay=0 | has 'tcpNoDelay' twice",
                "tcpNoDelay=%zz         | is not URL encoded",
                "tcpNoDelay=%0a         | has a control character",
                "TCPNODELAY=true        | does not allow 'TCPNODELAY'",
                "tcpnodelay=true        | does not allow 'tcpnodelay'"
            })
    void faultsAreNamed(String text, String fault) {
        Problems problems = new Problems("connection 'crm'");
        parse(text, problems);
        assertThat(problems.found()).singleElement().asString().contains(fault);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void nothingIsFine(String text) {
        Problems problems = new Problems("connection 'crm'");
        assertThat(parse(text, problems)).isEmpty();
        assertThat(problems.isEmpty()).isTrue();
    }

    @Test
    void faultsDoNotQuoteValues() {
        Problems problems = new Problems("connection 'crm'");
        parse("sslpassword=s3cret&tcpNoDelay=s3cr%", problems);
        assertThat(problems.found()).hasSize(2).noneMatch(problem -> problem.contains("s3cr"));
    }
}
