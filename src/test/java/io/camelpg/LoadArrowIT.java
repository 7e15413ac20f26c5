package io.camelpg;

import static io.camelpg.Faults.body;
import static io.camelpg.Faults.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.support.ArrowWriting;
import io.camelpg.support.PgContext;
import io.camelpg.support.TestPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampNanoVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.impl.UnionListWriter;
import org.apache.arrow.vector.complex.impl.UnionMapWriter;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** pg:load with format=arrow: what Arrow's own library writes, and what pg:extract gives. */
@Tag("core")
class LoadArrowIT {
    private static PgContext pg;

    @BeforeAll
    static void start() {
        pg = PgContext.onNewDatabase(connection -> connection.setMaxConnections(3));
    }

    @AfterAll
    static void stop() {
        pg.close();
    }

    @AfterEach
    void nothingIsLeft() {
        Faults.nothingIsLeft(pg);
    }

    /** Ids, notes and moments, of which every tenth lies between two microseconds. */
    private static byte[] items(int count, boolean file) throws IOException {
        ArrowWriting.Columns columns = allocator -> {
            BigIntVector ids = new BigIntVector("id", allocator);
            VarCharVector notes = new VarCharVector("longNote", allocator);
            TimeStampNanoVector moments = new TimeStampNanoVector("at", allocator);
            List<FieldVector> all = List.of(ids, notes, moments);
            all.forEach(FieldVector::allocateNew);
            for (int i = 0; i < count; i++) {
                ids.setSafe(i, i);
                if (i % 3 != 0) {
                    notes.setSafe(i, ("note " + i).getBytes(StandardCharsets.UTF_8));
                }
                moments.setSafe(i, i % 10 == 9 ? 1 : 1_000L * i);
            }
            all.forEach(vector -> vector.setValueCount(count));
            return all;
        };
        return file ? ArrowWriting.file(1, columns) : ArrowWriting.stream(columns);
    }

    private static String table(String name) {
        pg.sql("DROP TABLE IF EXISTS " + name + "; CREATE TABLE " + name
                + " (id bigint PRIMARY KEY, long_note text, at timestamp, source text DEFAULT 'x')");
        return name;
    }

    private static String load(String table, String options) {
        return "pg:load:" + table + "?format=arrow" + options;
    }

    @Test
    void bytesStreamsAndFiles(@TempDir Path directory) throws IOException {
        byte[] stream = items(9, false);
        byte[] file = items(9, true);
        Path onDisk = Files.write(directory.resolve("items.arrow"), file);
        for (Object given : List.of(stream, file, new ByteArrayInputStream(stream), onDisk.toFile(), onDisk)) {
            String table = table("kinds");
            Exchange exchange = pg.send(load(table, ""), given);
            body(exchange);
            assertThat(exchange.getMessage().getHeader(PgConstants.INSERTED_COUNT))
                    .isEqualTo(9L);
            assertThat(pg.scalar("SELECT count(*) || ' ' || count(long_note) || ' ' || max(long_note) || ' ' || max(at)"
                            + " || ' ' || min(source) FROM kinds"))
                    .isEqualTo("9 6 note 8 1970-01-01 00:00:00.000008 x");
        }
    }

    @Test
    void manyRows() throws IOException {
        String table = table("many");
        byte[] stream = ArrowWriting.stream(40, allocator -> {
            VarCharVector notes = new VarCharVector("long_note", allocator);
            notes.allocateNew();
            for (int i = 0; i < 3_000; i++) {
                notes.setSafe(i, ("note " + i).getBytes(StandardCharsets.UTF_8));
            }
            notes.setValueCount(3_000);
            return List.of(notes);
        });
        pg.sql("ALTER TABLE many DROP COLUMN id");
        body(pg.send(load(table, ""), stream));
        assertThat(pg.scalar("SELECT count(*) || ' ' || count(DISTINCT long_note) FROM many"))
                .isEqualTo("120000 3000");
    }

    @Test
    void aValueThatWouldBeRoundedIsABadRow() throws IOException {
        String table = table("bad");
        byte[] stream = items(30, false);
        PgException failure = failure(pg.send(load(table, ""), stream));
        assertThat(failure.getMessage()).contains("PG-301", "row 9", "field 'at'", "nanoseconds");
        assertThat(pg.scalar("SELECT count(*) FROM bad")).isEqualTo("0");
        Exchange exchange = pg.send(load(table, "&badRows=reject"), stream);
        body(exchange);
        assertThat(pg.scalar("SELECT count(*) FROM bad")).isEqualTo("27");
        List<?> rejected = exchange.getMessage().getHeader(PgConstants.REJECTED_ROWS, List.class);
        assertThat(rejected).hasSize(3);
        Map<?, ?> second = (Map<?, ?>) rejected.get(1);
        assertThat(second.get("index")).isEqualTo(19L);
        assertThat(second.get("row").toString()).contains("id=19");
        assertThat(second.get("code")).isEqualTo("PG-301");
    }

    @Test
    void whatTheTableRefusesIsABadRowToo() throws IOException {
        String table = table("taken");
        pg.sql("INSERT INTO taken VALUES (4)");
        Exchange exchange = pg.send(load(table, "&badRows=reject"), items(9, false));
        body(exchange);
        assertThat(exchange.getMessage().getHeader(PgConstants.INSERTED_COUNT)).isEqualTo(8L);
        assertThat(exchange.getMessage().getHeader(PgConstants.REJECTED_ROWS).toString())
                .contains("index=4", "23505");
    }

    @Test
    void ofAPartOfAStreamNothingIsKept() throws IOException {
        String table = table("part");
        byte[] stream = items(9, false);
        PgException failure = failure(pg.send(load(table, ""), Arrays.copyOf(stream, stream.length - 8)));
        assertThat(failure.errorCode()).isEqualTo(PgErrorCode.INVALID_BODY);
        assertThat(failure.getMessage()).contains("the mark of its end is missing");
        failure = failure(pg.send(load(table, "&badRows=reject"), Arrays.copyOf(stream, stream.length - 200)));
        assertThat(failure.errorCode()).isEqualTo(PgErrorCode.INVALID_BODY);
        assertThat(pg.scalar("SELECT count(*) FROM part")).isEqualTo("0");
    }

    @Test
    void whatIsNoArrow() {
        String table = table("none");
        assertThat(failure(pg.send(load(table, ""), "id,name")).getMessage())
                .contains("PG-106", "format=arrow takes bytes or a stream; got java.lang.String");
        assertThat(failure(pg.send(load(table, ""), List.of(Map.of("id", 1)))).getMessage())
                .contains("PG-106");
        assertThat(failure(pg.send(load(table, ""), "[{\"id\":1}]".getBytes(StandardCharsets.UTF_8)))
                        .getMessage())
                .contains("PG-106", "does not begin like one");
    }

    @Test
    void fieldsWithoutAColumn() throws IOException {
        pg.sql("CREATE TABLE few (id bigint, rest jsonb)");
        assertThat(failure(pg.send(load("few", ""), items(3, false))).errorCode())
                .isEqualTo(PgErrorCode.UNDEFINED_COLUMN);
        body(pg.send(load("few", "&unknownFields=store:rest"), items(3, false)));
        assertThat(pg.scalar("SELECT rest FROM few WHERE id = 1"))
                .isEqualTo("{\"at\": \"1970-01-01T00:00:00.000001\", \"longNote\": \"note 1\"}");
    }

    @ParameterizedTest
    @CsvSource({"rich, true", "plain, false", "text, false"})
    void fromTableToTable(String types, boolean nested) throws Exception {
        String multirange = TestPostgres.majorVersion() >= 14 ? ", mr int4multirange" : "";
        pg.sql("DROP TABLE IF EXISTS original, copy; DROP TYPE IF EXISTS address, mood, price;"
                + " CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE DOMAIN price AS numeric(10,2);"
                + " CREATE TYPE address AS (street text, no int, at date);"
                + " CREATE TABLE original (b boolean, i2 smallint, i4 int, i8 bigint, f4 real, f8 double precision,"
                + " n numeric, n10 numeric(10,2), n50 numeric(50,20), p price, t text, v varchar(20), c char(5), d date,"
                + " ti time, tz timetz, ts timestamp, tsz timestamptz, iv interval, u uuid, x bytea, j json, jb jsonb,"
                + " m mood, ip inet, net cidr, mac macaddr, pt point, bx box, bits bit varying, r int4range, tr tstzrange,"
                + " mo money, xm xml, ts_v tsvector, o oid" + multirange
                + (nested
                        ? ", a int[], at text[], ats timestamptz[], an numeric(8,3)[], ad address, ads address[]"
                        : "")
                + "); CREATE TABLE copy (LIKE original)");
        String values = "SELECT i % 2 = 0, i, i * 1000, i * 10000000000, i / 3::real, i / 7::float8, i / 9::numeric,"
                + " i / 8.0, i / 11::numeric, i / 4.0, 'text \"' || i || E'\\n\\\\ä€😀', 'v' || i, 'c' || i,"
                + " '2000-02-29'::date - i * 1000, '00:00'::time + i * interval '1.000001 s',"
                + " ('10:00:00.5+0' || i % 10)::timetz, '0044-03-15 10:00:00.123456 BC'::timestamp + i * interval '90 d',"
                + " '2024-03-31 00:00+00'::timestamptz + i * interval '1 h', i * interval '1 mon 2 days -3.5 s',"
                + " md5(i::text)::uuid, decode(md5(i::text), 'hex'), json_build_object('i', i), jsonb_build_array(i, null),"
                + " 'ok'::mood, ('10.0.0.' || i % 256)::inet, '10.1.0.0/16'::cidr, '08:00:2b:01:02:03'::macaddr,"
                + " point(i, -i), box(point(0, 0), point(i, i)), i::bit(9)::varbit, int4range(i, i + 3),"
                + " tstzrange('2024-01-01', NULL), (i / 4.0)::numeric::money, ('<a>' || i || '</a>')::xml,"
                + " to_tsvector('simple', 'word' || i), i::oid"
                + (multirange.isEmpty() ? "" : ", int4multirange(int4range(1, i + 2))")
                + (nested
                        ? ", ARRAY[i, NULL, -i], ARRAY['a\"', NULL, '', 'NULL'], ARRAY['2024-01-01 00:00:00.5+00'::timestamptz],"
                                + " ARRAY[i / 8.0, 0], ROW('s \"t\" ' || i, i, '2020-01-01')::address,"
                                + " ARRAY[ROW('x', 1, NULL)::address, NULL]"
                        : "");
        pg.sql("INSERT INTO original " + values
                + " FROM generate_series(0, 400) i; INSERT INTO original (i4) VALUES (-1)");
        AtomicReference<Exchange> loaded = new AtomicReference<>();
        String from = "direct:copy-" + types;
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(from)
                        .to("pg:extract:original?outputType=arrow&arrowTypes=" + types)
                        .process(e -> assertThat(e.getMessage().getBody()).isInstanceOf(InputStream.class))
                        .to(load("copy", ""))
                        .process(loaded::set);
            }
        });
        Exchange exchange = pg.send(from, null);
        body(exchange);
        assertThat(exchange.getMessage().getHeader(PgConstants.INSERTED_COUNT)).isEqualTo(402L);
        assertThat(pg.scalar(
                        "SELECT count(*) FROM (SELECT one::text FROM original one EXCEPT ALL SELECT other::text FROM copy other)"
                                + " AS different"))
                .isEqualTo("0");
        assertThat(pg.scalar("SELECT count(DISTINCT other::text) FROM copy other"))
                .isEqualTo("402");
    }

    @Test
    void nestedValuesAsJson() throws IOException {
        pg.sql("DROP TABLE IF EXISTS documents; CREATE TABLE documents (list jsonb, map jsonb)");
        byte[] stream = ArrowWriting.stream(allocator -> {
            ListVector lists = ListVector.empty("list", allocator);
            UnionListWriter list = lists.getWriter();
            list.setPosition(0);
            list.startList();
            list.writeInt(1);
            list.writeNull();
            list.endList();
            lists.setValueCount(2);
            MapVector maps = MapVector.empty("map", allocator, false);
            UnionMapWriter map = maps.getWriter();
            map.setPosition(1);
            map.startMap();
            map.startEntry();
            map.key().varChar().writeVarChar("k");
            map.value().bigInt().writeBigInt(5);
            map.endEntry();
            map.endMap();
            maps.setValueCount(2);
            return List.of(lists, maps);
        });
        body(pg.send(load("documents", ""), stream));
        assertThat(pg.scalar("SELECT json_agg(d ORDER BY map NULLS FIRST)::text FROM documents d")
                        .replaceAll("\\s", ""))
                .isEqualTo("[{\"list\":[1,null],\"map\":null},{\"list\":null,\"map\":{\"k\":5}}]");
    }

    @Test
    void anEmptyTable() throws Exception {
        pg.sql("DROP TABLE IF EXISTS empty; CREATE TABLE empty (id int, t text)");
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:empty").to("pg:extract:empty?outputType=arrow").to(load("empty", ""));
            }
        });
        Exchange exchange = pg.send("direct:empty", null);
        body(exchange);
        assertThat(exchange.getMessage().getHeader(PgConstants.INSERTED_COUNT)).isEqualTo(0L);
    }
}
