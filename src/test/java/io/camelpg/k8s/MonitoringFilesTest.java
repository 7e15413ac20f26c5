package io.camelpg.k8s;

import static io.camelpg.k8s.Manifests.list;
import static io.camelpg.k8s.Manifests.map;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.error.PgErrorCode;
import io.camelpg.event.MicrometerObserver;
import io.camelpg.event.PgEvent;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Alerts and charts ask for metrics that there are, and every alert has a paragraph that says what to do. */
@Tag("application")
class MonitoringFilesTest {
    private static final Path DIRECTORY = Path.of("k8s/components/monitoring");
    private static final Pattern METRIC = Pattern.compile("\\bpostgres_[a-z_]+");

    private static List<ResourceModel.PrometheusRule.Rule> rules() {
        return ResourceModel.rules(Manifests.documents(DIRECTORY.resolve("prometheusrule.yaml"))
                        .get(0))
                .spec()
                .groups()
                .stream()
                .flatMap(group -> group.rules().stream())
                .toList();
    }

    /** What Prometheus is told after one call of each sort. */
    private static Set<String> told() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        MicrometerObserver observer = new MicrometerObserver(registry);
        observer.connection("default", () -> 1);
        observer.on(new PgEvent.CallEnded("default", "query", 1000, 1, -1, PgErrorCode.TIMEOUT));
        observer.on(new PgEvent.Progress("default", "extract", 1, 1, 1, 1, 2));
        Set<String> names = new HashSet<>();
        METRIC.matcher(registry.scrape()).results().forEach(name -> names.add(name.group()));
        return names;
    }

    @Test
    void everyMetricIsOneThatThereIs() {
        Set<String> told = told();
        assertThat(told).contains("postgres_query_duration_seconds_bucket", "postgres_errors_total");
        String asked =
                rules().stream().map(rule -> rule.expr()).toList() + Manifests.read(DIRECTORY.resolve("camel-pg.json"));
        assertThat(METRIC.matcher(asked).results().map(name -> name.group()))
                .hasSizeGreaterThan(10)
                .allSatisfy(name -> assertThat(told).contains(name));
    }

    @Test
    void everyAlertSaysWhatToDo() {
        String page = Manifests.read(Path.of("docs/kubernetes.md"));
        assertThat(rules()).isNotEmpty().allSatisfy(rule -> {
            assertThat(rule.annotations().get("runbook_url"))
                    .isEqualTo("docs/kubernetes.md#" + rule.alert().toLowerCase(Locale.ROOT));
            assertThat(page).containsPattern("(?m)^#+ " + rule.alert() + "$");
            assertThat(rule.annotations()).containsKey("summary");
            assertThat(rule.labels().get("severity")).isIn("critical", "warning");
        });
        Pattern.compile("code=~?\"(PG-[0-9]+)")
                .matcher(rules().toString())
                .results()
                .map(code -> code.group(1))
                .filter(code -> code.length() > 4)
                .forEach(code -> assertThat(PgErrorCode.values())
                        .anyMatch(known -> known.code().startsWith(code)));
    }

    @Test
    void theDashboardHasPanelsThatDoNotLieOnEachOther() {
        Map<String, Object> dashboard = Manifests.json(DIRECTORY.resolve("camel-pg.json"));
        Set<Object> ids = new HashSet<>();
        Set<String> places = new HashSet<>();
        for (Object each : list(dashboard, "panels")) {
            Map<String, Object> panel = map(each);
            assertThat(ids.add(panel.get("id"))).isTrue();
            assertThat(panel.get("title").toString()).isNotBlank();
            Map<String, Object> place = map(panel, "gridPos");
            assertThat((Integer) place.get("x") + (Integer) place.get("w")).isLessThanOrEqualTo(24);
            for (int x = (Integer) place.get("x"); x < (Integer) place.get("x") + (Integer) place.get("w"); x++) {
                for (int y = (Integer) place.get("y"); y < (Integer) place.get("y") + (Integer) place.get("h"); y++) {
                    assertThat(places.add(x + "," + y)).isTrue();
                }
            }
        }
        assertThat(ids).hasSizeGreaterThan(5);
        String text = Manifests.read(DIRECTORY.resolve("camel-pg.json"));
        for (Object variable : list(map(dashboard, "templating"), "list")) {
            assertThat(text).containsPattern("\\$\\{?" + map(variable).get("name"));
        }
    }
}
