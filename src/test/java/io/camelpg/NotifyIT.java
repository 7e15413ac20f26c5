package io.camelpg;

import static io.camelpg.Faults.body;
import static io.camelpg.Faults.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.support.PgContext;
import io.camelpg.support.TestPostgres;
import io.camelpg.support.WireProxy;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** pg:notify sends the body, when it is committed and not before. */
class NotifyIT {
    private static PgContext pg;
    private static Heard heard;

    /** Of a payload. */
    public record Order(int id, String name) {}

    /** A bean. */
    public static final class Item {
        public int getId() {
            return 3;
        }
    }

    @BeforeAll
    static void start() throws Exception {
        pg = PgContext.onNewDatabase();
        heard = Heard.on(pg.camel(), "orders", "pg:listen:orders");
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:scope")
                        .transacted()
                        .to("pg:notify:orders")
                        .to("pg:notify:orders")
                        .setBody(constant("second"))
                        .to("pg:notify:orders")
                        .to("direct:inside")
                        .choice()
                        .when(header("fail"))
                        .throwException(new IllegalStateException("undone"));
                from("direct:inside")
                        .process(exchange -> exchange.setProperty(
                                "heardInside", heard.payloads().size()));
            }
        });
    }

    @AfterAll
    static void stop() {
        pg.close();
    }

    @BeforeEach
    void forget() {
        heard.clear();
    }

    private static Object sent(Object body) {
        heard.clear();
        assertThat(body(pg.send("pg:notify:orders", body))).isSameAs(body);
        heard.awaitPayloads(1);
        return heard.payloads().get(0);
    }

    @Test
    void theBodyBecomesThePayload() throws Exception {
        assertThat(sent("grün ☂ 𝄞 'quoted' \\ :x ?")).isEqualTo("grün ☂ 𝄞 'quoted' \\ :x ?");
        assertThat(sent(null)).isEqualTo("");
        assertThat(sent("")).isEqualTo("");
        assertThat(sent(Map.of("id", 1))).isEqualTo("{\"id\":1}");
        assertThat(sent(List.of(1, "a"))).isEqualTo("[1,\"a\"]");
        assertThat(sent(new Object[] {1, null})).isEqualTo("[1,null]");
        assertThat(sent(new Order(1, "x"))).isEqualTo("{\"id\":1,\"name\":\"x\"}");
        assertThat(sent(new Item())).isEqualTo("{\"id\":3}");
        assertThat(sent(new ObjectMapper().readTree("{\"a\": [1]}"))).isEqualTo("{\"a\":[1]}");
        assertThat(sent("bytes".getBytes(StandardCharsets.UTF_8))).isEqualTo("bytes");
        assertThat(sent(new ByteArrayInputStream("stream".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo("stream");
        assertThat(sent(42L)).isEqualTo("42");
        assertThat(sent(true)).isEqualTo("true");
        UUID id = UUID.randomUUID();
        assertThat(sent(id)).isEqualTo(id.toString());
    }

    @Test
    void whatIsNoTextIsRefused() {
        assertThat(failure(pg.send("pg:notify:orders", "a\0b")).errorCode()).isEqualTo(PgErrorCode.TEXT_NOT_STORABLE);
        assertThat(failure(pg.send("pg:notify:orders", new byte[] {(byte) 0xff}))
                        .errorCode())
                .isEqualTo(PgErrorCode.INVALID_BODY);
        assertThat(failure(pg.send(
                                "pg:notify:orders",
                                new StringBuilder().codePoints().iterator()))
                        .errorCode())
                .isEqualTo(PgErrorCode.VALUE_REJECTED);
    }

    @ParameterizedTest
    @CsvSource({"x, 7999, 1", "ü, 3999, 2", "☂, 2666, 3", "𝄞, 1999, 4"})
    void whatFitsIsSentAndAByteMoreIsNot(String character, int most, int bytes) throws Exception {
        try (WireProxy proxy = WireProxy.toTestPostgres();
                PgContext through = PgContext.on(pg.database(), proxy.port(), connection -> {})) {
            String longest = character.repeat(most);
            body(through.send("pg:notify:orders", longest));
            heard.awaitPayloads(1);
            assertThat(heard.payloads()).containsExactly(longest);
            proxy.reset();
            PgException failure = failure(through.send("pg:notify:orders", longest + character));
            assertThat(failure.errorCode()).isEqualTo(PgErrorCode.PAYLOAD_TOO_LONG);
            assertThat(failure.detail())
                    .contains("channel orders", String.valueOf((most + 1) * bytes), "7999 bytes", "nothing was sent")
                    .doesNotContain(character.repeat(9));
            assertThat(failure.hint()).contains("send the key of its row");
            assertThat(proxy.counts().roundTrips()).isZero();
        }
    }

    @Test
    void bytesAreCountedInTheServersEncoding() throws Exception {
        TestPostgres.execute(
                "postgres", "CREATE DATABASE latin ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
        try (PgContext latin = PgContext.on("latin", TestPostgres.port(), connection -> {})) {
            Heard there = Heard.on(latin.camel(), "orders", "pg:listen:orders");
            body(latin.send("pg:notify:orders", "ü".repeat(7999)));
            there.awaitPayloads(1);
            assertThat(there.payloads()).containsExactly("ü".repeat(7999));
            PgException failure = failure(latin.send("pg:notify:orders", "ü".repeat(8000)));
            assertThat(failure.errorCode()).isEqualTo(PgErrorCode.PAYLOAD_TOO_LONG);
        } finally {
            TestPostgres.execute("postgres", "DROP DATABASE latin");
        }
    }

    @Test
    void inAScopeItIsSentAtCommitAndEqualOnesAreOne() {
        var done = pg.send("direct:scope", "first");
        assertThat(done.getException()).isNull();
        assertThat(done.getProperty("heardInside")).isEqualTo(0);
        heard.awaitPayloads(2);
        assertThat(heard.payloads()).containsExactly("first", "second");
    }

    @Test
    void aScopeThatIsRolledBackSendsNothing() {
        assertThat(pg.send("direct:scope", "never", Map.of("fail", true)).getException())
                .isNotNull();
        assertThat(sent("after")).isEqualTo("after");
        assertThat(heard.payloads()).containsExactly("after");
    }

    @Test
    void itIsOneRoundTrip() throws Exception {
        try (WireProxy proxy = WireProxy.toTestPostgres();
                PgContext through = PgContext.on(pg.database(), proxy.port(), connection -> {})) {
            body(through.send("pg:notify:orders", "warm"));
            proxy.reset();
            body(through.send("pg:notify:orders", "counted"));
            assertThat(proxy.counts().roundTrips()).isEqualTo(1);
        }
    }

    @Test
    void namesAreTheServersOwnHoweverTheyAreWritten() throws Exception {
        String longest = "ü".repeat(31) + "x";
        Heard odd =
                Heard.on(pg.camel(), "odd", "pg:listen:ORDERS2,\"Ord-ers; x\",\"a\"\"b\",select,\"" + longest + "\"");
        body(pg.send("pg:notify:Orders2", "folded"));
        body(pg.send("pg:notify:\"Ord-ers; x\"", "quoted"));
        body(pg.send("pg:notify:\"a\"\"b\"", "quote"));
        body(pg.send("pg:notify:SELECT", "reserved"));
        body(pg.send("pg:notify:\"" + longest + "\"", "long"));
        pg.sql("NOTIFY Orders2, 'from SQL'");
        odd.awaitPayloads(6);
        assertThat(odd.payloads()).containsExactly("folded", "quoted", "quote", "reserved", "long", "from SQL");
        pg.camel().getRouteController().stopRoute("odd");
        for (String bad : List.of("my-channel", "a.b", "\"\"", "x".repeat(64), "a,b")) {
            assertThatThrownBy(() -> pg.send("pg:notify:" + bad, "x")).hasStackTraceContaining("PG-220");
        }
    }
}
