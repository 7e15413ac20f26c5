package io.camelpg.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.camelpg.support.Await;
import io.camelpg.support.HeadlessChromium;
import io.camelpg.support.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page at {@code /}, as a browser shows it and as others do not get it. */
class PageIT {
    private static final String RUNNING = "Stop      Ctrl-C";
    private static final String ROUTES_SHOWN =
            "[...document.querySelectorAll('tr[data-route]')].map(r => r.dataset.route)";

    @TempDir
    private Path directory;

    private static void needsBrowser() {
        assumeTrue(
                HeadlessChromium.isInstalled(),
                "SKIPPED: there is no Chromium on this machine (apt-get install chromium), so nobody looked at the page");
    }

    private HeadlessChromium browser() throws Exception {
        return new HeadlessChromium(Files.createDirectory(directory.resolve("browser")));
    }

    @Test
    void showsWhatRunsInARealBrowser() throws Exception {
        needsBrowser();
        try (ForkedApplication application = new ForkedApplication(directory, Map.of())) {
            String port = port(application);
            try (HeadlessChromium browser = browser();
                    Connection forgetful = DriverManager.getConnection(
                            "jdbc:postgresql://localhost:" + port + "/shop?ApplicationName=forgetful", "postgres", "");
                    Connection waiting = DriverManager.getConnection(
                            "jdbc:postgresql://localhost:" + port + "/shop", "postgres", "")) {
                String home = "http://localhost:" + application.httpPort() + "/";
                browser.size(1280, 900);
                browser.open(home);
                browser.until("document.getElementById('state').textContent === 'Live'");

                everyRouteIsShown(browser, application);
                aRouteCountsWhatIsSentToIt(browser, application);
                theChartsHavePoints(browser);
                browser.until("document.querySelector('[data-connection=default] code')");
                whoBlocksIsNamed(browser, forgetful, waiting);
                theKeyboardReachesEverything(browser);
                browser.evaluate("document.activeElement.blur()");
                browser.screenshot(Path.of("target/page/wide.png"));
                nothingIsWiderThanTheScreen(browser);
                whatIsReadIsReadable(browser);

                assertThat(browser.complaints()).as("of the console").isEmpty();
                assertThat(browser.requests()).isNotEmpty().allMatch(url -> url.startsWith(home));

                application.signal("STOP");
                browser.until("document.getElementById('state').textContent.startsWith('No answer since')");
                application.signal("CONT");
                browser.until("document.getElementById('state').textContent === 'Live'");
            }
        }
    }

    private static String port(ForkedApplication application) throws InterruptedException {
        application.awaitLog(RUNNING);
        Matcher port = Pattern.compile("psql -h localhost -p (\\d+)").matcher(application.awaitLog("psql"));
        assertThat(port.find()).isTrue();
        return port.group(1);
    }

    private static void everyRouteIsShown(HeadlessChromium browser, ForkedApplication application) throws Exception {
        Set<String> shown = new HashSet<>();
        browser.evaluate(ROUTES_SHOWN).forEach(id -> shown.add(id.asText()));
        Set<String> routes = new HashSet<>();
        try (var files = Files.list(Path.of("routes"))) {
            for (Path file : files.filter(each -> each.toString().endsWith(".camel.yaml"))
                    .toList()) {
                Pattern.compile("(?m)^- route:\\R    id: (\\S+)")
                        .matcher(Files.readString(file))
                        .results()
                        .forEach(found -> routes.add(found.group(1)));
            }
        }
        assertThat(routes).hasSizeGreaterThan(20);
        assertThat(shown).isEqualTo(routes);
        assertThat(application.log()).contains("Open      http://localhost:" + application.httpPort() + "/ ");
    }

    /** The line that the page shows for it, run by a shell as somebody who copies it would. */
    private static void aRouteCountsWhatIsSentToIt(HeadlessChromium browser, ForkedApplication application)
            throws Exception {
        // two routes have the same: a second run of the archive would be refused as long as the first goes on
        Set<String> commands = new HashSet<>();
        for (JsonNode route : browser.evaluate("(async () => (await (await fetch('page/status')).json()).routes)()")) {
            for (JsonNode trial : route.get("trials")) {
                String command = trial.get("text").asText();
                if (trial.get("kind").asText().equals("COMMAND")
                        && command.startsWith("curl ")
                        && commands.add(command)) {
                    assertThat(run(command)).as(command).isBetween(200, 299);
                }
            }
        }
        assertThat(commands).hasSizeGreaterThan(8);
        for (String route :
                List.of("customer-sync", "extract-service", "archive-orders-by-hand", "daily-report-over-http")) {
            browser.until(
                    "document.querySelector('[data-route=" + route + "] [data-name=Exchanges]').textContent >= 1");
            assertThat(text(browser, "[data-route=" + route + "] [data-name=Last]"))
                    .endsWith(" ok");
        }
        application.get("/reports/daily?date=2020-02-30");
        browser.until(
                "document.querySelector('[data-route=daily-report-over-http] [data-name=Failed]').textContent >= 1");
    }

    private static int run(String command) throws Exception {
        Process shell = new ProcessBuilder(
                        "sh", "-c", command.replaceFirst("^curl ", "curl -s -o /dev/null -w '%{http_code}' "))
                .start();
        String status = new String(shell.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        shell.waitFor();
        return Integer.parseInt(status.strip());
    }

    private static String text(HeadlessChromium browser, String selector) throws Exception {
        return browser.evaluate("document.querySelector('" + selector + "').textContent")
                .asText();
    }

    private static void theChartsHavePoints(HeadlessChromium browser) {
        for (String chart : List.of("rate", "latency")) {
            browser.until("Chart.getChart('" + chart
                    + "').data.datasets.slice(0, 2).every(line => line.data.some(v => v > 0))");
        }
        browser.until("document.getElementById('rate-text').textContent.includes('database calls')");
    }

    private static void whoBlocksIsNamed(HeadlessChromium browser, Connection forgetful, Connection waiting)
            throws Exception {
        forgetful.setAutoCommit(false);
        try (Statement statement = forgetful.createStatement()) {
            statement.execute("UPDATE customers SET name = 'not for everybody' WHERE id = 1");
        }
        Thread blocked = new Thread(() -> {
            try (Statement statement = waiting.createStatement()) {
                statement.execute("UPDATE customers SET name = 'nor this' WHERE id = 1");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        blocked.start();
        browser.until("document.getElementById('problems').textContent.includes('forgetful')");
        assertThat(text(browser, "#problems")).contains("pg_terminate_backend(");
        browser.until(
                "document.getElementById('connections').textContent.includes('UPDATE customers SET name = ? WHERE id = ?')");
        assertThat(text(browser, "body")).doesNotContain("not for everybody").doesNotContain("nor this");
        browser.screenshot(Path.of("target/page/blocked.png"));
        forgetful.rollback();
        blocked.join();
        browser.until("document.getElementById('problems').textContent === ''");
    }

    /** With Tab alone: each link, button, field, title of details and region that scrolls, in the order of the page. */
    private static void theKeyboardReachesEverything(HeadlessChromium browser) throws Exception {
        browser.evaluate("document.getElementById('pause').click()");
        browser.until("document.getElementById('state').textContent === 'Paused'");
        browser.evaluate("window.reachable = [...document.querySelectorAll("
                + "'a[href], button, input, summary, [tabindex=\"0\"]')].filter(e => e.checkVisibility());"
                + "window.reached = new Set(); document.body.tabIndex = -1; document.body.focus()");
        int most = browser.evaluate("reachable.length").asInt();
        assertThat(most).isGreaterThan(20);
        for (int i = 0; i <= most + 2; i++) {
            browser.press("Tab");
            browser.evaluate(
                    "reached.add(document.activeElement), getComputedStyle(document.activeElement).outlineStyle");
        }
        assertThat(browser.evaluate("reachable.filter(e => !reached.has(e)).map(e => e.outerHTML.slice(0, 120))"))
                .isEmpty();

        browser.evaluate("document.querySelector('[data-route=customer-sync] summary').focus()");
        assertThat(browser.evaluate("getComputedStyle(document.activeElement).outlineStyle")
                        .asText())
                .isEqualTo("solid");
        browser.press("Enter");
        browser.until("document.querySelector('[data-route=customer-sync] details').open");
        assertThat(text(browser, "[data-route=customer-sync] pre")).startsWith("curl -d '{");
        browser.evaluate("document.getElementById('inner').focus()");
        browser.press(" ");
        browser.until("!document.querySelector('[data-route=daily-figures]').hidden");
        browser.evaluate("document.getElementById('find').focus()");
        browser.type("customer-sync");
        browser.until("document.querySelector('[data-route=extract-service]').hidden");
        assertThat(text(browser, "#found")).contains(" of ");
        browser.evaluate(
                "document.getElementById('find').value = '', document.getElementById('find').dispatchEvent(new Event('input'))");
        browser.evaluate("document.getElementById('pause').click()");
        browser.until("document.getElementById('state').textContent === 'Live'");
    }

    private static void nothingIsWiderThanTheScreen(HeadlessChromium browser) throws Exception {
        for (int width : new int[] {360, 480, 768, 1024, 1280}) {
            browser.size(width, 800);
            browser.until("Chart.getChart('rate').width < " + width);
            assertThat(browser.evaluate("document.documentElement.scrollWidth <= " + width
                            + " ? [] : [...document.querySelectorAll('body *')].filter(e =>"
                            + " !e.closest('.unseen, .scroll') && e.getBoundingClientRect().right > " + width
                            + ").slice(0, 5).map(e => e.outerHTML.slice(0, 100))"))
                    .as("at " + width)
                    .isEmpty();
            if (width == 360) {
                browser.screenshot(Path.of("target/page/narrow.png"));
            }
        }
    }

    /** WCAG 2.1, 1.4.3: 4.5 : 1 for text, on the background that is really behind it. */
    private static void whatIsReadIsReadable(HeadlessChromium browser) throws Exception {
        for (String scheme : List.of("light", "dark")) {
            browser.prefer("prefers-color-scheme", scheme);
            JsonNode faint = browser.evaluate(CONTRAST);
            assertThat(faint).as("in " + scheme).isEmpty();
            browser.screenshot(Path.of("target/page/" + scheme + ".png"));
        }
        browser.prefer("prefers-reduced-motion", "reduce");
        assertThat(browser.evaluate("document.getAnimations().length").asInt()).isZero();
    }

    private static final String CONTRAST =
            """
            (() => {
              const rgb = text => text.match(/[\\d.]+/g).map(Number);
              const light = ([r, g, b]) => [r, g, b].map(v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
                  .reduce((all, v, i) => all + v * [.2126, .7152, .0722][i], 0);
              const back = e => { for (; e; e = e.parentElement) {
                const c = rgb(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] === 1) return c; }
                return [255, 255, 255]; };
              return [...document.querySelectorAll('body *')].filter(e => e.checkVisibility()
                  && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim() !== '')).map(e => {
                const [a, b] = [light(rgb(getComputedStyle(e).color)), light(back(e))].sort((x, y) => y - x);
                return [(a + .05) / (b + .05), e.outerHTML.slice(0, 100)]; }).filter(each => each[0] < 4.5);
            })()
            """;

    /** A route's description is text, whatever it looks like. */
    @Test
    void aDescriptionIsNeverMarkup() throws Exception {
        needsBrowser();
        Path routes = Files.writeString(
                directory.resolve("mine.camel.yaml"),
                """
                - route:
                    id: mine
                    description: <script>window.taken = 1</script><img src=x onerror="window.taken = 2">
                    group: '"><b>mine'
                    from:
                      uri: platform-http:/mine
                      steps:
                        - setBody: { constant: here }
                """);
        try (ForkedApplication application = new ForkedApplication(directory, Map.of("ROUTES", "file:" + routes));
                HeadlessChromium browser = browser()) {
            application.awaitLog(RUNNING);
            browser.open("http://localhost:" + application.httpPort() + "/");
            browser.until("document.querySelector('[data-route=mine]')");

            assertThat(text(browser, "[data-route=mine] .description"))
                    .isEqualTo("<script>window.taken = 1</script><img src=x onerror=\"window.taken = 2\">");
            assertThat(browser.evaluate("document.querySelectorAll('main b, main img, main script').length")
                            .asInt())
                    .isZero();
            assertThat(browser.evaluate("window.taken === undefined").asBoolean())
                    .isTrue();
            assertThat(text(browser, "[data-route=mine] pre"))
                    .isEqualTo("curl http://localhost:" + application.httpPort() + "/mine");
            browser.until("document.querySelector('[data-connection=default] h4')");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    /** On servers of others it is there for who asks for it, and then it keeps their secrets. */
    @Test
    void isForThisMachineUnlessSomebodySaysOtherwise() throws Exception {
        String database = TestPostgres.createDatabase();
        Map<String, String> server = Map.of(
                "POSTGRES_HOST", "localhost",
                "POSTGRES_PORT", Integer.toString(TestPostgres.port()),
                "POSTGRES_DATABASE", database,
                "POSTGRES_PASSWORD", "pass-not-shown",
                "OPERATOR_TOKEN", "token-not-shown",
                "EXTRACT_TOKEN", "token-not-shown",
                "CRM_WEBHOOK_SECRET", "secret-not-shown");
        try (ForkedApplication application = new ForkedApplication(directory, server)) {
            application.awaitLog(RUNNING);
            assertThat(application.get("/").statusCode()).isEqualTo(404);
            assertThat(application.get("/page/status").statusCode()).isEqualTo(404);
            assertThat(application.getManagement("/q/dev/pg").statusCode()).isEqualTo(404);
        }

        Map<String, String> shown = new HashMap<>(server);
        shown.put("PAGE", "true");
        try (ForkedApplication application = new ForkedApplication(directory, shown)) {
            application.awaitLog(RUNNING);
            HttpResponse<String> page = application.get("/");
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                    .startsWith("default-src 'self';")
                    .doesNotContain("unsafe");
            assertThat(page.body())
                    .doesNotContain("onclick")
                    .doesNotContain("<style")
                    .doesNotContain("http:");
            List<String> all = new ArrayList<>();
            Await.until("it has called something", () -> {
                try {
                    all.add(application.get("/page/status").body()
                            + application.get("/page/database").body());
                    return all.get(all.size() - 1).contains("archive-untold.sql");
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(all.get(all.size() - 1))
                    .contains("$OPERATOR_TOKEN")
                    .contains("$EXTRACT_TOKEN")
                    .contains("$CRM_WEBHOOK_SECRET")
                    .doesNotContain("not-shown");
            assertThat(application.getManagement("/q/dev/pg").statusCode()).isEqualTo(404);
        }
    }

    /** A page from elsewhere whose name suddenly leads here names itself in Host. */
    @Test
    void othersDoNotGetIt() throws Exception {
        Path routes = Files.writeString(
                directory.resolve("mine.camel.yaml"),
                "- route: {id: mine, description: none, from: {uri: 'timer:x?repeatCount=1', steps: [{to: 'pg:query?sql=SELECT 7'}]}}");
        try (ForkedApplication application = new ForkedApplication(directory, Map.of("ROUTES", "file:" + routes))) {
            application.awaitLog(RUNNING);
            for (String path : List.of("/", "/page/status", "/page/database")) {
                assertThat(status(application.httpPort(), path, "localhost")).isEqualTo("200");
                assertThat(status(application.httpPort(), path, "elsewhere.example"))
                        .isEqualTo("403");
            }
            assertThat(status(application.managementPort(), "/q/dev/pg", "elsewhere.example"))
                    .isEqualTo("403");
            Await.until("the statement is counted", () -> console(application).contains("query mine: SELECT ?"));
            assertThat(console(application)).contains("Connection 'default' to localhost:");
        }
    }

    private static String console(ForkedApplication application) {
        try {
            return application.getManagement("/q/dev/pg").body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String status(int port, String path, String host) throws Exception {
        try (Socket socket = new Socket("localhost", port)) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: " + host + ":" + port + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.substring(9, 12);
        }
    }
}
