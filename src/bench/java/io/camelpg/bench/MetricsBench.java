package io.camelpg.bench;

import io.camelpg.app.MetricsApplication;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Messages from Kafka into the database: how fast a backlog goes, and how long a message takes at a rate that can be kept
 * up with. All contenders read the same records of the same broker, one after the other.
 */
final class MetricsBench {
    static final String ID = "W9";
    /** Messages per second; the kamelet cannot keep up with more than the first. */
    private static final int[] RATES = Stream.of(
                    System.getProperty("bench.rates", "500,5000").split(","))
            .filter(rate -> !rate.isEmpty())
            .mapToInt(Integer::parseInt)
            .toArray();

    /** A message has to be there within a second, in the middle, or somebody has fallen behind. */
    private static final int BEHIND_MILLIS = 1_000;

    private final Report report;
    private final BenchServer server;
    private final String brokers;
    private final MetricsLog log;
    private final Pace pace;
    private final MetricsDecoding limit;
    private final List<MetricsContender> contenders;

    private MetricsBench(Report report, BenchServer server, String brokers, MetricsLog log, Pace pace) {
        this.report = report;
        this.server = server;
        this.brokers = brokers;
        this.log = log;
        this.pace = pace;
        this.limit = new MetricsDecoding(brokers);
        this.contenders = contenders(server, brokers, log);
    }

    /** For a look at a part, bench.contenders has the beginnings of names; the first one has to be ours. */
    private static List<MetricsContender> contenders(BenchServer server, String brokers, MetricsLog log) {
        MetricsPeers camel = new MetricsPeers(server, brokers, log);
        List<String> asked = List.of(System.getProperty("bench.contenders", "").split(","));
        return Stream.of(
                        new MetricsRoute(server, brokers, log),
                        camel.kamelet(),
                        camel.aggregate(),
                        new DebeziumSink(server, brokers, log, false),
                        new DebeziumSink(server, brokers, log, true))
                .filter(contender -> asked.stream().anyMatch(contender.name()::startsWith))
                .toList();
    }

    /**
     * Has a server of its own, which keeps the times of commits.
     *
     * @return whether a contender failed
     */
    static boolean run(Report report, Pace pace) throws Exception {
        try (BenchServer server = new BenchServer(Map.of(MetricsLog.TRACKING, "on"));
                MetricsApplication.Broker broker = new MetricsApplication.Broker();
                MetricsLog log = new MetricsLog(server)) {
            report.circumstances(server, pace);
            new MetricsBench(report, server, broker.brokers(), log, pace).run();
            return false;
        } catch (Exception e) {
            report.line("Failed: " + e + "\n");
            e.printStackTrace();
            return true;
        }
    }

    private void run() throws Exception {
        server.prepare(MetricsApplication.tables());
        for (MetricsContender contender : contenders) {
            if (!contender.table().equals(MetricsApplication.LOG)) {
                log.create(contender.table());
            }
        }
        drain();
        for (int rate : RATES) {
            live(rate);
        }
        contenders.forEach(contender -> report.line("- " + contender.name() + ": `" + contender.how() + "`"));
    }

    private void drain() throws Exception {
        try (MetricsTopic many = MetricsTopic.create(brokers, "w9-many").fill(pace.messages);
                MetricsTopic few = MetricsTopic.create(brokers, "w9-few").fill(pace.messages / 40)) {
            double[][] rates = new double[contenders.size() + 1][pace.rounds];
            for (int round = -1; round < pace.rounds; round++) {
                for (int turn = 0; turn < rates.length; turn++) {
                    int next = (round + 1 + turn) % rates.length;
                    double rate = next == contenders.size()
                            ? limit.perSecond(many)
                            : drain(contenders.get(next), contenders.get(next).slow() ? few : many);
                    if (round >= 0) {
                        rates[next][round] = rate;
                    }
                }
            }
            report(rates, many.records(), few.records());
        }
    }

    private double drain(MetricsContender contender, MetricsTopic topic) throws Exception {
        System.gc();
        try (AutoCloseable reading = contender.read(topic.name())) {
            log.await(contender.table(), topic.records());
        }
        log.check(contender.name(), "count(*)", "sum(latency)", contender.table(), topic);
        contender.check(topic);
        return log.perSecond(contender.table());
    }

    private void report(double[][] rates, int many, int few) {
        report.line(String.format(
                Locale.ROOT,
                "A backlog of %,d messages (of %,d for who is slow), %d rounds after one of warm-up; from the first commit"
                        + " to the last.",
                many,
                few,
                pace.rounds));
        report.line("");
        report.line("| contender | messages/s, median (min–max) | ÷ limit | camel-pg ÷ it, median (min–max) |");
        report.line("|---|---|---|---|");
        line(MetricsDecoding.NAME + " (limit)", rates, contenders.size());
        for (int i = 0; i < contenders.size(); i++) {
            line(contenders.get(i).name(), rates, i);
        }
        report.line("");
    }

    private void line(String name, double[][] rates, int index) {
        Spread rate = Spread.of(DoubleStream.of(rates[index]));
        Spread ours = ratio(rates[0], rates[index]);
        report.line(String.format(
                Locale.ROOT,
                "| %s | %,.0f (%,.0f–%,.0f) | %.3f | %.2f (%.2f–%.2f) |",
                name,
                rate.median(),
                rate.min(),
                rate.max(),
                ratio(rates[index], rates[contenders.size()]).median(),
                ours.median(),
                ours.min(),
                ours.max()));
    }

    private static Spread ratio(double[] one, double[] other) {
        double[] ratios = new double[one.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = one[i] / other[i];
        }
        return Spread.of(DoubleStream.of(ratios));
    }

    private void live(int rate) throws Exception {
        Map<MetricsContender, List<MetricsLog.Percentiles>> all = new LinkedHashMap<>();
        contenders.forEach(contender -> all.put(contender, new ArrayList<>()));
        for (int round = 0; round < pace.liveRounds; round++) {
            for (int turn = 0; turn < contenders.size(); turn++) {
                MetricsContender contender = contenders.get((round + turn) % contenders.size());
                if (!contender.slow() || rate == RATES[0]) {
                    all.get(contender).add(live(contender, rate, "w9-live-" + rate + "-" + round + "-" + turn));
                }
            }
        }
        report.line(String.format(
                Locale.ROOT,
                "### %,d messages per second: milliseconds from sending to commit, median of %d rounds of %d s",
                rate,
                pace.liveRounds,
                pace.liveSeconds));
        report.line("");
        report.line("| contender | p50 | p99 |");
        report.line("|---|---|---|");
        all.forEach((contender, rounds) -> {
            if (!rounds.isEmpty()) {
                Spread p50 = Spread.of(rounds.stream().mapToDouble(MetricsLog.Percentiles::p50));
                Spread p99 = Spread.of(rounds.stream().mapToDouble(MetricsLog.Percentiles::p99));
                String behind = p50.median() > BEHIND_MILLIS ? " (falls behind)" : "";
                report.line(String.format(
                        Locale.ROOT,
                        "| %s%s | %.1f (%.1f–%.1f) | %.1f (%.1f–%.1f) |",
                        contender.name(),
                        behind,
                        p50.median(),
                        p50.min(),
                        p50.max(),
                        p99.median(),
                        p99.min(),
                        p99.max()));
            }
        });
        report.line("");
    }

    private MetricsLog.Percentiles live(MetricsContender contender, int rate, String name) throws Exception {
        System.gc();
        try (MetricsTopic topic = MetricsTopic.create(brokers, name);
                AutoCloseable reading = contender.read(name)) {
            // it reads, and a second later what is done once has been done
            topic.fill(1);
            log.await(contender.table(), topic.records());
            topic.sendAt(rate, Duration.ofSeconds(1));
            Instant since = Instant.now();
            topic.sendAt(rate, Duration.ofSeconds(pace.liveSeconds));
            log.await(contender.table(), topic.records());
            log.check(contender.name(), "count(*)", "sum(latency)", contender.table(), topic);
            contender.check(topic);
            return log.latency(contender.table(), since);
        }
    }
}
