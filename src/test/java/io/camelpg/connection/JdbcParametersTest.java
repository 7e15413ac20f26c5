package io.camelpg.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.connection.ParameterUse.Allowed;
import io.camelpg.connection.ParameterUse.Ours;
import io.camelpg.connection.ParameterUse.Refused;
import io.camelpg.error.Problems;
import io.camelpg.support.Page;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGProperty;

/** Every property of the driver is allowed, set by us, or refused for a reason; and what is allowed has a type. */
class JdbcParametersTest {
    private static final Page PAGE = Page.of("jdbc-parameters.md");

    private static Map<String, String> parse(String text, Problems problems) {
        return JdbcParameters.parse(text, problems);
    }

    /** A value that each of the allowed takes, and one that it does not. */
    private static final Map<String, List<String>> SAMPLES = new TreeMap<>();

    static {
        sample("true", "1", "binaryTransfer", "hideUnprivilegedObjects", "tcpKeepAlive", "tcpNoDelay");
        sample("int4,2950", "int4,nothing", "binaryTransferDisable", "binaryTransferEnable");
        sample("10", "0", "cancelSignalTimeout");
        sample("0", "-1", "databaseMetadataCacheFields", "databaseMetadataCacheFieldsMiB", "unknownLength");
        sample("65536", "1024", "maxSendBufferSize");
        sample("65536", "abc", "receiveBufferSize", "sendBufferSize");
        sample("scram-sha-256,md5", "scram-sha-256,!md5", "requireAuth");
        sample("250000", "0", "scramMaxIterations");
        sample("60", "2147484", "socketTimeout");
        sample("500", "0", "sslResponseTimeout");
    }

    private static void sample(String right, String wrong, String... names) {
        for (String name : names) {
            SAMPLES.put(name, List.of(right, wrong));
        }
    }

    static Stream<String> notAllowed() {
        return DriverProperties.all().entrySet().stream()
                .filter(entry -> !(entry.getValue() instanceof Allowed))
                .map(Map.Entry::getKey)
                .sorted();
    }

    /** A driver with a new property fails here, until somebody has read what it does. */
    @Test
    void everyPropertyOfTheDriverIsClassified() {
        assertThat(new TreeSet<>(DriverProperties.all().keySet()))
                .isEqualTo(Arrays.stream(PGProperty.values())
                        .map(PGProperty::getName)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @ParameterizedTest
    @MethodSource("notAllowed")
    void whatIsNotAllowedIsRefusedByNameWithTheReason(String name) {
        Problems problems = new Problems("connection 'crm'");
        assertThat(parse(name + "=true", problems)).isEmpty();
        ParameterUse use = DriverProperties.use(name);
        String reason = use instanceof Refused refused ? refused.reason() : ((Ours) use).by();
        assertThat(problems.found())
                .singleElement()
                .asString()
                .startsWith("jdbc-parameters does not allow '" + name + "': ")
                .contains(reason);
    }

    @Test
    void theAllowedArriveUnderTheDriversOwnNames() {
        assertThat(SAMPLES.keySet()).containsExactlyElementsOf(JdbcParameters.allowed());
        Map<String, String> all = new LinkedHashMap<>();
        SAMPLES.forEach((name, values) -> all.put(name, values.get(0)));
        Problems problems = new Problems("connection 'crm'");
        assertThat(parse(all.entrySet().stream().map(Object::toString).collect(Collectors.joining("&")), problems))
                .isEqualTo(all);
        assertThat(problems.found()).isEmpty();
    }

    @Test
    void wrongValuesOfAllAreFoundTogether() {
        Problems problems = new Problems("connection 'crm'");
        assertThat(parse(
                        SAMPLES.entrySet().stream()
                                .map(entry ->
                                        entry.getKey() + "=" + entry.getValue().get(1))
                                .collect(Collectors.joining("&")),
                        problems))
                .isEmpty();
        assertThat(problems.found()).hasSize(SAMPLES.size());
        assertThat(problems.found()).allMatch(problem -> problem.contains("' takes "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tcpNoDelay             | takes key=value pairs",
                "=true                  | takes key=value pairs",
                "tcpNoDelay=true&       | takes key=value pairs",
                "tcpNoDelay=true&tcpNoDelay=false | has 'tcpNoDelay' twice",
                "tcpNoDelay=true& tcpNoDelay=true | has 'tcpNoDelay' twice",
                "tcpNoDelay=%zz         | is not URL encoded",
                "tcpNoDelay=true%0a     | has a control character",
                "tcpNoDelay=            | takes true or false",
                "tcpNoDelay=TRUE        | takes true or false",
                "sendBufferSize=+9      | takes whole bytes from 1",
                "sendBufferSize=99999999999999999999 | takes whole bytes from 1",
                "sendBufferSize=0x10    | takes whole bytes from 1",
                "TCPNODELAY=true        | does not allow 'TCPNODELAY': the driver calls it 'tcpNoDelay'",
                "SSLMODE=disable        | does not allow 'SSLMODE': the driver calls it 'sslmode'",
                "nothing=true           | does not allow 'nothing': the driver has no such property; allowed are binary",
                "sslmode=disable        | the option ssl-mode sets it",
                "socketFactory=evil     | it names a class to load"
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
        parse("sslpassword=s3cret&tcpNoDelay=s3cr%&sendBufferSize=s3cret&\u0000x=s3cret", problems);
        assertThat(problems.found()).hasSize(4).noneMatch(problem -> problem.contains("s3cr"));
        assertThat(problems.found()).noneMatch(problem -> problem.contains("\u0000"));
    }

    @Test
    void thePageListsThem() {
        Map<String, String> allowed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        Map<String, String> ours = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        Map<String, TreeSet<String>> refused = new TreeMap<>();
        DriverProperties.all().forEach((name, use) -> {
            if (use instanceof Allowed value) {
                allowed.put(name, value.value().words());
            } else if (use instanceof Ours option) {
                ours.put(name, option.by().isEmpty() ? "the component, which relies on it" : "`" + option.by() + "`");
            } else if (use instanceof Refused reason) {
                refused.computeIfAbsent(reason.reason(), key -> new TreeSet<>(String.CASE_INSENSITIVE_ORDER))
                        .add("`" + name + "`");
            }
        });
        PAGE.has("allowed", table("| Property | Takes |", allowed));
        PAGE.has("ours", table("| Property | Set by |", ours));
        PAGE.has(
                "refused",
                "| Properties | Why not |\n|---|---|\n"
                        + refused.entrySet().stream()
                                .map(entry ->
                                        "| " + String.join(", ", entry.getValue()) + " | " + entry.getKey() + " |")
                                .collect(Collectors.joining("\n")));
    }

    private static String table(String head, Map<String, String> lines) {
        return head + "\n|---|---|\n"
                + lines.entrySet().stream()
                        .map(entry -> "| `" + entry.getKey() + "` | " + entry.getValue() + " |")
                        .collect(Collectors.joining("\n"));
    }
}
