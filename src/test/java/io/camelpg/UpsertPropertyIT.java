package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.support.PgContext;
import io.camelpg.support.TestPostgres;
import java.math.BigDecimal;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random rows, shapes and repeated keys give what the same rows give one after another. */
@Tag("core")
class UpsertPropertyIT {
    private static final int RUNS = Integer.getInteger("upsert.runs", 5);
    private static PgContext pg;

    @BeforeAll
    static void start() {
        pg = PgContext.onNewDatabase(connection -> connection.setMaxConnections(2));
    }

    @AfterAll
    static void stop() {
        pg.close();
    }

    /** Sizes on both sides of each way to write. */
    private static final int[] SIZES = {1, 2, 3, 7, 30, 120};

    @ParameterizedTest
    @CsvSource({
        "plain, int, update, keep",
        "plain, int, update, null",
        "plain, int, nothing, keep",
        "plain, int, newer, keep",
        "plain, int, newer, null",
        "plain, numeric, update, keep",
        "plain, numeric, newer, keep",
        "parted, int, update, keep",
        "parted, int, newer, keep",
        "parted, int, nothing, keep",
        "parted, numeric, update, null",
        "plain, text, update, keep",
        "plain, timestamptz, update, keep",
        "parted, timestamptz, newer, null",
        "plain, bpchar, update, keep",
        "plain, timestamptz(0), update, keep",
        "parted, timestamptz(0), newer, null",
        "plain, 'numeric(6,1)', newer, keep",
        "parted, 'numeric(6,1)', update, keep",
        "plain, varchar(4), update, null",
        "parted, varchar(4), update, keep"
    })
    void likeOneRowAfterAnother(String kind, String keyType, String onConflict, String absent) throws Exception {
        Random random =
                new Random(kind.hashCode() * 31L + keyType.hashCode() * 7L + onConflict.hashCode() + absent.hashCode());
        for (int run = 0; run < RUNS; run++) {
            String name =
                    "t_" + kind + "_" + keyType.replaceAll("\\W", "_") + "_" + onConflict + "_" + absent + "_" + run;
            boolean notNull = random.nextInt(3) == 0;
            create(name, kind, keyType, notNull);
            create(name + "_o", kind, keyType, notNull);
            // a stale row of a partitioned table is looked at before it is checked, below 18
            boolean rejects = random.nextBoolean() && !(kind.equals("parted") && onConflict.equals("newer"));
            boolean returns = random.nextInt(4) == 0;
            String options = "?onConflict=" + onConflict + (onConflict.equals("newer") ? "&versionColumn=v" : "")
                    + "&absent=" + absent + "&unknownFields=ignore&deleteWhen=${body[gone]} == true"
                    + (rejects ? "&badRows=reject" : "") + (returns ? "&returning=*" : "")
                    + (random.nextInt(5) == 0 ? "&commitEvery=" + (1 + random.nextInt(50)) : "");
            try (Connection connection = TestPostgres.connect(pg.database())) {
                for (int call = 0; call < 3; call++) {
                    UpsertOracle oracle = new UpsertOracle(
                            connection,
                            name + "_o",
                            "id",
                            onConflict,
                            absent.equals("null"),
                            notNull ? Set.of("n") : Set.of(),
                            types(keyType));
                    List<Map<String, Object>> rows = rows(random, keyType, rejects, notNull && !rejects);
                    String what = name + options + " call " + call + ": " + rows;
                    oracle.apply(rows);
                    assertThat(oracle.rejected).as(what).matches(bad -> rejects || bad.isEmpty());
                    Exchange exchange = pg.send("pg:upsert:" + name + options, rows);
                    assertThat(exchange.getException()).as(what).isNull();
                    check(what, exchange, oracle, rows.size(), rejects);
                    assertThat(content(name)).as(what).isEqualTo(content(name + "_o"));
                }
            }
            pg.sql("DROP TABLE " + name + ", " + name + "_o");
        }
    }

    private static void check(String what, Exchange exchange, UpsertOracle oracle, int sent, boolean rejects) {
        long inserted = count(exchange, PgConstants.INSERTED_COUNT);
        long updated = count(exchange, PgConstants.UPDATED_COUNT);
        long skipped = count(exchange, PgConstants.SKIPPED_COUNT);
        long deleted = count(exchange, PgConstants.DELETED_COUNT);
        long merged = count(exchange, PgConstants.MERGED_COUNT);
        TreeSet<Long> rejected = new TreeSet<>();
        for (Object row : exchange.getMessage().getHeader(PgConstants.REJECTED_ROWS, List.class)) {
            rejected.add((Long) ((Map<?, ?>) row).get("index"));
        }
        assertThat(inserted + updated + skipped + deleted + merged + rejected.size())
                .as(what)
                .isEqualTo(sent);
        assertThat(rejected).as(what).isEqualTo(oracle.rejected);
        assertThat(inserted).as(what).isEqualTo(oracle.inserted);
        assertThat(deleted).as(what).isEqualTo(oracle.deleted);
        assertThat(updated + skipped + merged).as(what).isEqualTo(oracle.updated + oracle.skipped);
        if (rejects) {
            assertThat(merged).as(what).isZero();
            assertThat(updated).as(what).isEqualTo(oracle.updated);
        }
    }

    private static long count(Exchange exchange, String header) {
        return exchange.getMessage().getHeader(header, Long.class);
    }

    private static Map<String, String> types(String keyType) {
        Map<String, String> types = new LinkedHashMap<>();
        types.put("id", keyType);
        types.put("a", "text");
        types.put("b", "int");
        types.put("v", "int");
        types.put("c", "numeric(5,2)");
        types.put("d", "int[]");
        types.put("j", "jsonb");
        types.put("n", "int");
        return types;
    }

    private static void create(String name, String kind, String keyType, boolean notNull) {
        boolean parted = kind.equals("parted");
        pg.sql("CREATE TABLE " + name + " (id " + keyType + " PRIMARY KEY, a text DEFAULT 'd', b int, v int,"
                + " c numeric(5,2) CHECK (c < 100), d int[], j jsonb, n int" + (notNull ? " NOT NULL)" : ")")
                + (parted ? " PARTITION BY HASH (id)" : ""));
        for (int i = 0; parted && i < 3; i++) {
            pg.sql("CREATE TABLE " + name + "_" + i + " PARTITION OF " + name
                    + " FOR VALUES WITH (MODULUS 3, REMAINDER " + i + ")");
        }
    }

    private static List<Map<String, Object>> rows(Random random, String keyType, boolean bad, boolean complete) {
        int size = SIZES[random.nextInt(SIZES.length)];
        size = size > 1 ? size + random.nextInt(size) : 1;
        int keys = 1 + random.nextInt(random.nextBoolean() ? size : 3 * size);
        boolean oneShape = random.nextInt(3) == 0;
        boolean deletes = random.nextInt(3) == 0;
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("id", key(random, keyType, random.nextInt(keys)));
            if (deletes && random.nextInt(5) == 0) {
                row.put("gone", true);
            }
            row.put("v", random.nextInt(20));
            put(row, random, oneShape, "a", "it's \\ \"" + random.nextInt(9) + "\" {,}\n");
            put(row, random, oneShape, "b", random.nextBoolean() ? (Object) random.nextInt() : "" + random.nextInt(99));
            put(
                    row,
                    random,
                    oneShape,
                    "c",
                    bad && random.nextInt(25) == 0 ? 100 + random.nextInt(800) : random.nextInt(99) + 0.25);
            put(
                    row,
                    random,
                    oneShape,
                    "d",
                    random.ints(random.nextInt(4), 0, 9).boxed().toList());
            put(row, random, oneShape, "j", Map.of("k", List.of(random.nextInt(9), "x")));
            if (complete || random.nextBoolean() || oneShape) {
                row.put("n", random.nextInt(9));
            }
            List<String> names = new ArrayList<>(row.keySet());
            Collections.shuffle(names, random);
            Map<String, Object> shuffled = new LinkedHashMap<>();
            names.forEach(name -> shuffled.put(name, row.get(name)));
            rows.add(shuffled);
        }
        return rows;
    }

    private static void put(Map<String, Object> row, Random random, boolean always, String name, Object value) {
        if (always || random.nextBoolean()) {
            row.put(name, random.nextInt(8) == 0 ? null : value);
        }
    }

    private static Object key(Random random, String type, int number) {
        return switch (type) {
            case "int" -> random.nextInt(40) == 0 ? (Object) String.valueOf(number) : number;
            case "numeric" -> random.nextBoolean() ? (Object) number : new BigDecimal(number + ".0");
            case "numeric(6,1)" -> new BigDecimal(number + "." + random.nextInt(5)).movePointLeft(1);
            case "varchar(4)", "bpchar" -> "k" + number + " ".repeat(random.nextInt(3));
            case "timestamptz" ->
                random.nextInt(30) == 0
                        ? (Object) ("2026-01-01 00:00:" + String.format("%02d", number % 60) + "+00")
                        : java.time.Instant.parse("2026-01-01T00:00:00Z").plusSeconds(number);
            case "timestamptz(0)" ->
                java.time.Instant.parse("2026-01-01T00:00:00Z")
                        .plusSeconds(number)
                        .plusMillis(random.nextInt(499));
            default -> "k" + number;
        };
    }

    private static String content(String table) {
        return pg.scalar(
                "SELECT string_agg(t::text, E'\\n' ORDER BY id::text) FROM (SELECT id, a, b, v, c, d, j, n FROM "
                        + table + ") t");
    }
}
