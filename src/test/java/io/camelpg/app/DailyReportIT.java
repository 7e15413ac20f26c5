package io.camelpg.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.app.embedded.EmbeddedMail;
import io.camelpg.support.Await;
import io.camelpg.support.OwnPostgres;
import io.camelpg.support.TestPostgres;
import jakarta.mail.Message;
import jakarta.mail.internet.MimeMessage;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The daily report as its readers get it: by mail, whatever happens to replicas, database and mail server, and over HTTP. */
class DailyReportIT {
    private static final String RUNNING = "Stop      Ctrl-C";
    private static final Pattern FIRE = Pattern.compile("Time for the daily report \\((.*?)\\)");
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss zzz yyyy", Locale.US);
    private static final String EVERY_TWO_SECONDS = "0/2 * * * * ?";

    @TempDir
    private Path directory;

    private final List<ForkedApplication> replicas = new ArrayList<>();

    @AfterEach
    void stop() throws InterruptedException {
        for (ForkedApplication replica : replicas) {
            replica.close();
        }
    }

    @Test
    void theMailAndThePageHaveTheFiguresOfTheDatabase() throws Exception {
        String database = Shop.create();
        ForkedApplication application =
                replica("one", TestPostgres.port(), database, Map.of("REPORT_MAIL_TO", "a@example.com, b@example.com"));
        application.awaitLog("Mailed the report of ");

        LocalDate yesterday = LocalDate.parse(TestPostgres.scalar(database, "SELECT day FROM report_mails"));
        MimeMessage mail = new Mailbox(directory.resolve("one/mail")).only();
        assertThat(mail.getSubject()).isEqualTo("Sales on " + yesterday + ": € 110.75, 3 orders");
        assertThat(mail.getRecipients(Message.RecipientType.TO))
                .extracting(Object::toString)
                .containsExactly("a@example.com", "b@example.com");
        assertThat(Mailbox.text(Mailbox.part(mail, 0, 0)))
                .contains("The day: € 110.75 with 3 orders")
                .contains("The day before: € 100.00 with 2 orders, change 10.8 %")
                .contains(" a week before: € 443.00 with 1 orders, change -75.0 %")
                .contains("1. Pot & <pan>: 1 pieces, € 50.50")
                .contains("2. Tent \"Fjell\": 2 pieces, € 50.00")
                .contains("3. Größe 5: 41 pieces, € 10.25");
        assertThat(Mailbox.text(Mailbox.part(mail, 0, 1)))
                .contains("€ 110.75", "▲ 10.8 %", "▼ -75.0 %", "1. Pot &amp; &lt;pan&gt;", "3. Größe 5")
                .contains("width=\"99.0%\"")
                .doesNotContain("7,777");
        assertThat(Mailbox.part(mail, 1).getFileName()).isEqualTo("sales-" + yesterday + ".csv");
        assertThat(Mailbox.text(Mailbox.part(mail, 1)).lines())
                .containsExactly(
                        "day,product_id,product,orders,quantity,revenue",
                        yesterday + ",2,Pot & <pan>,1,1,50.50",
                        yesterday + ",1,\"Tent \"\"Fjell\"\"\",1,2,50.00",
                        yesterday + ",3,Größe 5,1,41,10.25");

        assertThat(application.get("/reports/daily").body())
                .contains("€ 110.75", "▲ 10.8 %", "▼ -75.0 %", "€ 443.00 with 1 orders", "Column chart");
        assertThat(application
                        .get("/reports/daily?date=" + yesterday.minusDays(1))
                        .body())
                .contains("€ 100.00")
                .doesNotContain("110.75</dd>");
        HttpResponse<String> future = application.get(
                "/reports/daily?date=" + LocalDate.now(ZoneOffset.UTC).plusDays(2));
        assertThat(future.statusCode()).isEqualTo(400);
        assertThat(future.body()).isEqualTo("There is no report of a day that has not begun.");

        assertThat(application.terminate()).isEqualTo(128 + 15);
        assertThat(application.log()).doesNotContain("ERROR").doesNotContain("\tat ");
    }

    @Test
    void ofTwoReplicasOneSendsAndTheOtherGoesOnWhenItIsKilled() throws Exception {
        String database = Shop.create();
        EmbeddedMail mail = EmbeddedMail.start(directory.resolve("mail"));
        Mailbox mailbox = new Mailbox(directory.resolve("mail"));
        Map<String, String> environment = Map.of(
                "SMTP_HOST", "localhost", "SMTP_PORT", Integer.toString(mail.port()), "REPORT_CRON", EVERY_TWO_SECONDS);
        try {
            ForkedApplication one = replica("one", TestPostgres.port(), database, environment);
            ForkedApplication two = replica("two", TestPostgres.port(), database, environment);
            one.awaitLog(RUNNING);
            two.awaitLog(RUNNING);
            int before = fires(one).size() + fires(two).size();
            Await.until(
                    "three fires with both",
                    () -> fires(one).size() + fires(two).size() >= before + 3);
            assertThat(both(one, two)).as("times of fires").doesNotHaveDuplicates();
            Await.until("a mail", () -> mailbox.size() > 0);

            ForkedApplication killed = fires(one).size() > fires(two).size() ? one : two;
            ForkedApplication left = killed == one ? two : one;
            killed.kill();
            int fires = fires(left).size();
            Await.until("two fires with one", () -> fires(left).size() >= fires + 2);
            List<String> started = fires(killed);
            // the last one may have been running when its replica died, and is run again then
            List<String> finished = started.subList(0, started.size() - 1);
            assertThat(fires(left)).doesNotHaveDuplicates().doesNotContainAnyElementsOf(finished);
            assertThat(mailbox.size())
                    .as("one mail for the day, whatever fires")
                    .isEqualTo(1);

            // as if this day's report had not been due before
            TestPostgres.execute(database, "DELETE FROM report_mails");
            Await.until("the mail of the replica that is left", () -> mailbox.size() == 2);
        } finally {
            mail.close();
        }
    }

    @Test
    void whatWasMissedIsMadeUpOnceAndTheStoredTriggerFollowsTheConfiguration() throws Exception {
        String database = Shop.create();
        EmbeddedMail mail = EmbeddedMail.start(directory.resolve("mail"));
        Mailbox mailbox = new Mailbox(directory.resolve("mail"));
        Map<String, String> smtp = Map.of("SMTP_HOST", "localhost", "SMTP_PORT", Integer.toString(mail.port()));
        try {
            ForkedApplication first = replica("first", TestPostgres.port(), database, smtp);
            first.awaitLog(RUNNING);
            first.awaitLog("Report of ");
            assertThat(stored(database)).isEqualTo("0 0 6 * * ?/UTC");
            first.terminate();
            assertThat(mailbox.size()).as("a start is no reason for a mail").isZero();

            TestPostgres.execute(
                    database,
                    "UPDATE qrtz_triggers SET next_fire_time = (extract(epoch FROM now()) - 3 * 86400)::bigint * 1000");
            ForkedApplication one = replica("one", TestPostgres.port(), database, smtp);
            ForkedApplication two = replica("two", TestPostgres.port(), database, smtp);
            Await.until("the mail", () -> mailbox.size() == 1);
            one.awaitLog(RUNNING);
            two.awaitLog(RUNNING);
            Await.until("the next morning", () -> TestPostgres.scalar(
                            database,
                            "SELECT to_timestamp(next_fire_time / 1000) > now() AND trigger_state = 'WAITING' FROM"
                                    + " qrtz_triggers")
                    .equals("t"));
            assertThat(both(one, two)).hasSize(1);
            one.terminate();
            two.terminate();
            assertThat(one.log() + two.log()).doesNotContain("ERROR").doesNotContain("\tat ");

            Map<String, String> changed = Map.of("REPORT_TIME_ZONE", "Asia/Tokyo");
            ForkedApplication tokyo = replica("tokyo", TestPostgres.port(), database, changed);
            tokyo.awaitLog("was stored with time zone UTC and now has Asia/Tokyo");
            assertThat(stored(database)).isEqualTo("0 0 6 * * ?/Asia/Tokyo");
            assertThat(TestPostgres.scalar(
                            database,
                            "SELECT to_char(to_timestamp(next_fire_time / 1000) AT TIME ZONE 'Asia/Tokyo', 'HH24:MI:SS')"
                                    + " FROM qrtz_triggers"))
                    .isEqualTo("06:00:00");
            assertThat(mailbox.size()).isEqualTo(1);
        } finally {
            mail.close();
        }
    }

    @Test
    void aMailServerThatIsDownDelaysTheMailAndAnInstanceWithOtherRoutesTakesNoFire() throws Exception {
        String database = Shop.create();
        int port = ForkedApplication.freePort();
        ForkedApplication other = replica(
                "other",
                TestPostgres.port(),
                database,
                Map.of("ROUTES", "file:routes/archive-orders.camel.yaml,file:routes/mail.camel.yaml"));
        ForkedApplication application = replica(
                "one",
                TestPostgres.port(),
                database,
                Map.of(
                        "SMTP_HOST",
                        "localhost",
                        "SMTP_PORT",
                        Integer.toString(port),
                        "REPORT_CRON",
                        EVERY_TWO_SECONDS));
        assertThat(application.awaitLog("could not be mailed"))
                .contains("ERROR", "localhost:" + port, "attempt 1", "Check SMTP_HOST, SMTP_PORT");
        assertThat(TestPostgres.scalar(
                        database,
                        "SELECT attempts || ' ' || (sent_at IS NULL) || ' ' || (next_attempt_at - now() BETWEEN '30 s' AND"
                                + " '61 s') FROM report_mails WHERE last_error IS NOT NULL"))
                .isEqualTo("1 true true");

        other.awaitLog(RUNNING);
        int before = fires(application).size();
        Await.until("fires", () -> fires(application).size() >= before + 3);
        List<String> fires = fires(application);
        assertThat(secondsBetween(fires.subList(before, before + 3)))
                .as("none was taken by the other one")
                .containsExactly(2L, 2L);
        assertThat(other.log()).doesNotContain("QuartzEndpoint").doesNotContain("daily");

        EmbeddedMail mail = EmbeddedMail.start(directory.resolve("mail"), port);
        try {
            Mailbox mailbox = new Mailbox(directory.resolve("mail"));
            // a minute later
            TestPostgres.execute(database, "UPDATE report_mails SET next_attempt_at = now()");
            application.awaitLog("Mailed the report of ");
            assertThat(mailbox.size()).isEqualTo(1);
            assertThat(TestPostgres.scalar(
                            database,
                            "SELECT attempts || ' ' || (sent_at IS NOT NULL) || ' ' || (last_error IS NULL) FROM"
                                    + " report_mails"))
                    .isEqualTo("2 true true");
        } finally {
            mail.close();
        }
    }

    @Test
    void startsBeforeItsDatabaseAndSetsToWorkWhenThatIsThere() throws Exception {
        try (OwnPostgres server = OwnPostgres.started(UnaryOperator.identity())) {
            execute(server, Shop.TABLES);
            server.stop();

            ForkedApplication application =
                    replica("one", server.port(), "postgres", Map.of("REPORT_CRON", EVERY_TWO_SECONDS));
            application.awaitLog(RUNNING);
            HttpResponse<String> report = application.get("/reports/daily");
            assertThat(report.statusCode()).isEqualTo(503);
            assertThat(report.headers().firstValue("Retry-After")).contains("10");
            assertThat(application.getManagement("/observe/health").statusCode())
                    .isEqualTo(503);
            assertThat(application.log()).doesNotContain("\tat ").doesNotContain("Time for");

            server.startAgain();
            application.awaitLog("Time for the daily report");
            application.awaitLog("Mailed the report of ");
            assertThat(application.get("/reports/daily").statusCode()).isEqualTo(200);
            Await.until("health", () -> {
                try {
                    return application.getManagement("/observe/health").statusCode() == 200;
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            application.terminate();
        }
    }

    private ForkedApplication replica(String name, int port, String database, Map<String, String> environment)
            throws Exception {
        ForkedApplication replica =
                new ForkedApplication(directory.resolve(name), Shop.environment(port, database, environment));
        replicas.add(replica);
        return replica;
    }

    private static List<String> fires(ForkedApplication replica) {
        return FIRE.matcher(replica.log())
                .results()
                .map((MatchResult fire) -> fire.group(1))
                .toList();
    }

    private static List<String> both(ForkedApplication one, ForkedApplication two) {
        List<String> fires = new ArrayList<>(fires(one));
        fires.addAll(fires(two));
        return fires;
    }

    /** The header is a java.util.Date, printed by Date.toString(). */
    private static List<Long> secondsBetween(List<String> fires) {
        List<Long> seconds = new ArrayList<>();
        for (int i = 1; i < fires.size(); i++) {
            seconds.add(Duration.between(
                            ZonedDateTime.parse(fires.get(i - 1), DATE), ZonedDateTime.parse(fires.get(i), DATE))
                    .toSeconds());
        }
        return seconds;
    }

    private static String stored(String database) {
        return TestPostgres.scalar(database, "SELECT cron_expression || '/' || time_zone_id FROM qrtz_cron_triggers");
    }

    private static void execute(OwnPostgres server, String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://localhost:" + server.port() + "/postgres", "postgres", "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
