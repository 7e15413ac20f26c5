package io.camelpg.bench;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Upserts of 1 to 100,000 rows into 5 columns with a primary key, of which none, half or all are there already. Every
 * contender has a table of its own with the same content, and gets the same rows in each round, one after the other.
 */
final class UpsertBench {
    static final String ID = "W5";
    private static final int STORED = 200_000;
    /** These can be cut down for a look at a part, and the contenders with bench.ours to the limit and this component. */
    private static final int[] SIZES = numbers("bench.sizes", "1,10,100,1000,10000,100000");

    private static final int[] CONFLICTS = numbers("bench.conflicts", "0,50,100");

    /** Of each contender in a round; with milliseconds of network between they vary less and take longer. */
    private static final int MOST_CALLS = 1_000 / (1 + 4 * Integer.getInteger("bench.delay", 0));

    private final Report report;
    private final BenchServer server;
    private final int port;
    private final Pace pace;
    private final Random random = new Random(5);
    private int fresh = STORED;

    private UpsertBench(Report report, BenchServer server, int port, Pace pace) {
        this.report = report;
        this.server = server;
        this.port = port;
        this.pace = pace;
    }

    private static int[] numbers(String property, String initial) {
        return Stream.of(System.getProperty(property, initial).split(","))
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    static void run(Report report, BenchServer server, Pace pace) throws Exception {
        new UpsertBench(report, server, server.port(), pace).run();
    }

    private static List<UpsertContender> contenders() {
        List<UpsertContender> contenders = new ArrayList<>();
        contenders.add(new UpsertJdbc(UpsertJdbc.Way.STAGED));
        contenders.add(UpsertCamel.pg());
        if (Boolean.getBoolean("bench.ours")) {
            return contenders;
        }
        contenders.add(new UpsertJdbc(UpsertJdbc.Way.UNNEST));
        contenders.add(new UpsertJdbc(UpsertJdbc.Way.COPY));
        contenders.add(new UpsertJdbc(UpsertJdbc.Way.BATCH));
        contenders.add(new UpsertJooq(UpsertJooq.Way.BATCH));
        contenders.add(new UpsertJooq(UpsertJooq.Way.ROWS));
        contenders.add(UpsertCamel.sql(true));
        contenders.add(UpsertCamel.sql(false));
        return contenders;
    }

    private void run() throws Exception {
        List<UpsertContender> contenders = contenders();
        try {
            for (int i = 0; i < contenders.size(); i++) {
                create("w5_" + i);
                contenders.get(i).start(port, "w5_" + i);
            }
            for (int conflicts : CONFLICTS) {
                report.line("### " + conflicts + " % there already: thousand rows/s, median (÷ limit; camel-pg ÷ it)");
                report.line("");
                StringBuilder head = new StringBuilder("| rows per call |");
                contenders.forEach(
                        contender -> head.append(' ').append(contender.name()).append(" |"));
                report.line(head.toString());
                report.line("|---|" + "---|".repeat(contenders.size()));
                for (int size : SIZES) {
                    measure(contenders, size, conflicts);
                }
                report.line("");
            }
            contenders.forEach(contender -> report.line("- " + contender.name() + ": `" + contender.how() + "`"));
        } finally {
            for (UpsertContender contender : contenders) {
                contender.close();
            }
        }
    }

    private void create(String table) throws Exception {
        server.prepare("DROP TABLE IF EXISTS " + table + "; CREATE TABLE " + table
                + " (id int PRIMARY KEY, name text, price numeric(10,2), created_at timestamptz, active bool);"
                + " INSERT INTO " + table + " SELECT i, 'name ' || i, 1, now(), true FROM generate_series(1, " + STORED
                + ") i");
    }

    private void measure(List<UpsertContender> contenders, int size, int conflicts) throws Exception {
        int calls = Math.max(1, Math.min(MOST_CALLS, (pace == Pace.QUICK ? 10_000 : 50_000) / size));
        int rounds = size >= 10_000 ? 3 : pace.rounds;
        double[][] rates = new double[contenders.size()][rounds];
        for (int round = -1; round < rounds; round++) {
            List<List<Map<String, Object>>> bodies = new ArrayList<>();
            for (int call = 0; call < calls; call++) {
                bodies.add(rows(size, conflicts));
            }
            for (int i = 0; i < contenders.size(); i++) {
                UpsertContender contender = contenders.get((i + Math.max(0, round)) % contenders.size());
                long nanos = 0;
                for (List<Map<String, Object>> body : bodies) {
                    contender.prepare(body);
                    long start = System.nanoTime();
                    contender.upsert(body);
                    nanos += System.nanoTime() - start;
                }
                if (round >= 0) {
                    rates[contenders.indexOf(contender)][round] = 1e6 * size * calls / nanos;
                }
            }
            clean(contenders.size());
        }
        line(contenders, size, rates);
    }

    /** As it was before: the next round finds the same number of rows, and none that are dead. */
    private void clean(int tables) throws SQLException {
        try (Connection connection = DriverManager.getConnection(BenchServer.jdbcUrl(port));
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < tables; i++) {
                statement.execute("DELETE FROM w5_" + i + " WHERE id > " + STORED);
                statement.execute("VACUUM w5_" + i);
            }
        }
    }

    private void line(List<UpsertContender> contenders, int size, double[][] rates) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "| %,d |", size));
        int ours = 1;
        for (int i = 0; i < contenders.size(); i++) {
            line.append(String.format(
                    Locale.ROOT,
                    " %.1f (%.2f; %.2f) |",
                    median(rates[i]),
                    ratio(rates[i], rates[0]),
                    ratio(rates[ours], rates[i])));
        }
        report.line(line.toString());
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        java.util.Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static double ratio(double[] one, double[] other) {
        double[] ratios = new double[one.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = one[i] / other[i];
        }
        return median(ratios);
    }

    private List<Map<String, Object>> rows(int size, int conflicts) {
        int stored = (int) ((long) size * conflicts / 100);
        if (size == 1 && conflicts == 50) {
            stored = random.nextInt(2);
        }
        int first = 1 + random.nextInt(STORED - stored + 1);
        List<Map<String, Object>> rows = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            Map<String, Object> row = new LinkedHashMap<>();
            int id = i < stored ? first + i : ++fresh;
            row.put("id", id);
            row.put("name", "name " + random.nextInt());
            row.put("price", BigDecimal.valueOf(random.nextInt(100_000), 2));
            row.put("created_at", Timestamp.from(Instant.ofEpochSecond(1_700_000_000L + random.nextInt(10_000_000))));
            row.put("active", random.nextBoolean());
            rows.add(row);
        }
        java.util.Collections.shuffle(rows, random);
        return rows;
    }
}
