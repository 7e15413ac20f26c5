package io.camelpg.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.app.report.TemplateRenderer;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The report's page, from the rows that the two queries give. */
class DailyReportTemplateTest {
    private final TemplateRenderer renderer = new TemplateRenderer("file:routes/templates/daily-report.html", "en");

    @Test
    void showsTheFiguresOfTheDay() {
        String page = render(total("1234.50", "1000.00", "23.5"), List.of(product("Tent", 3, "867.00", "100.0")));

        assertThat(page)
                .contains("<title>Sales on 20 November 2026</title>")
                .contains("datetime=\"2026-11-20\">Friday, 20 November 2026</time>")
                .contains("Europe/Berlin")
                .contains("€ 1,234.50")
                .contains("€ 1,000.00 the day before")
                .contains("class=\"up\">▲ 23.5 %")
                .contains("€ 867.00");
    }

    @Test
    void aHostileProductNameIsTextEverywhere() {
        String name = "<script>alert('x')</script>\" onload=\"x ${7*7} [[${7*7}]] & <b>";
        String page = render(total("1.00", "0.50", "100.0"), List.of(product(name, 1, "1.00", "100.0")));

        assertThat(page)
                .doesNotContain("<script")
                .doesNotContain("<b>")
                .doesNotContain("\" onload=")
                .doesNotContain("49")
                .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot; onload=&quot;x ${7*7}");
    }

    @Test
    void aDayWithoutSalesHasNoTableAndNoChart() {
        Map<String, Object> total = total("0", "0", null);
        total.put("orders", 0L);
        String page = render(total, List.of());

        assertThat(page)
                .contains("Nothing was sold on this day.")
                .contains("no sales the day before")
                .contains("€ 0.00")
                .doesNotContain("<table")
                .doesNotContain("Bar chart")
                .doesNotContain("null");
    }

    @Test
    void aLossIsMarkedAsOne() {
        String page = render(total("750.00", "1000.00", "-25.0"), List.of(product("Tent", 3, "750.00", "100.0")));

        assertThat(page).containsOnlyOnce("▼").contains("class=\"down\">▼ -25.0 %");
    }

    @Test
    void tenProductsAreTenRowsAndTenBarsToScale() {
        List<Map<String, Object>> products = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            products.add(product("Product " + i, 10 - i, (100 - i * 10) + ".00", (100 - i * 10) + ".0"));
        }
        String page = render(total("550.00", "550.00", "0.0"), products);

        assertThat(page).contains("viewBox=\"0 0 360 400\"");
        assertThat(widths(page)).containsExactly(360.0, 324.0, 288.0, 252.0, 216.0, 180.0, 144.0, 108.0, 72.0, 36.0);
        assertThat(page.split("<th scope=\"row\">")).hasSize(11);
    }

    @Test
    void canBeReadWithoutSeeingIt() {
        String page = render(total("1.00", "1.00", "0.0"), List.of(product("Tent", 1, "1.00", "100.0")));

        assertThat(page)
                .contains("<html lang=\"en\"")
                .contains("<caption>")
                .contains("scope=\"col\"")
                .containsPattern("<svg role=\"img\"[^>]*aria-label=\"Bar chart")
                .contains("name=\"viewport\"")
                .contains("@media print")
                .doesNotContainPattern("\\sth:");
    }

    @Test
    void numbersAreWrittenAsTheLocaleDoes() {
        String page = new TemplateRenderer("file:routes/templates/daily-report.html", "de")
                .render(Map.of("total", total("1234.50", "1000.00", "23.5"), "products", List.of(), "trend", trend()));

        assertThat(page).contains("€ 1.234,50").contains("Freitag, 20 November 2026");
    }

    @Test
    void theSameWeekdayOfTheWeekBeforeIsBesideIt() {
        String page = render(total("750.00", "1000.00", "-25.0"), List.of(product("Tent", 3, "750.00", "100.0")));

        assertThat(page)
                .contains("To Friday a week before")
                .contains("▲ 12.5 %")
                .contains("€ 500.00 with 7 orders");
    }

    @Test
    void theLastEightDaysAreColumnsToScale() {
        String page = render(total("1.00", "1.00", "0.0"), List.of());

        Matcher columns = Pattern.compile("<rect x=\"12\"[^>]* y=\"([0-9.]+)\" height=\"([0-9.]+)\"")
                .matcher(page);
        assertThat(columns.results().map(column -> column.group(1) + ' ' + column.group(2)))
                .containsExactly("94 30", "84 40", "74 50", "64 60", "54 70", "44 80", "34 90", "24 100");
        assertThat(page).contains("revenue from 13 November to 20 November").contains("Fri 13</text>");
        assertThat(page.split("class=\"past\"")).hasSize(8);
    }

    @Test
    void theMailHasBarsThatEveryProgramDraws() {
        String name = "<script>alert('x')</script> & <b>";
        String mail = new TemplateRenderer("file:routes/templates/daily-report-mail.html", "en")
                .render(Map.of(
                        "total", total("1234.50", "1000.00", "23.5"),
                        "products", List.of(product(name, 3, "867.00", "100.0"), product("Pot", 1, "86.70", "10.0")),
                        "trend", trend()));

        Matcher bars =
                Pattern.compile("<td class=\"bar\"[^>]* width=\"([0-9.]+)%\"").matcher(mail);
        assertThat(bars.results().map(bar -> bar.group(1)))
                .containsExactly("100.0", "10.0", "30", "40", "50", "60", "70", "80", "90", "100");
        assertThat(mail)
                .contains("€ 1,234.50", "▲ 23.5 %", "▲ 12.5 %", "Friday a week before", "€ 867.00")
                .contains("1. &lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &lt;b&gt;")
                .doesNotContain("<script", "<svg", "<style", "<!--", "null")
                .doesNotContainPattern("\\sth:");
    }

    @Test
    void theMailsTextIsTextAndNotMarkup() {
        String text = new TemplateRenderer("file:routes/templates/daily-report-mail.txt", "en")
                .render(Map.of(
                        "total", total("1234.50", "1000.00", "23.5"),
                        "products", List.of(product("Pot & \"pan\" <5 l>", 3, "867.00", "100.0")),
                        "trend", trend()));

        assertThat(text)
                .startsWith("Sales on Friday, 20 November 2026, from midnight to midnight, Europe/Berlin\n")
                .contains("The day: € 1,234.50 with 12 orders\n")
                .contains("The day before: € 1,000.00 with 0 orders, change 23.5 %\n")
                .contains("Friday a week before: € 500.00 with 7 orders, change 12.5 %\n")
                .contains("1. Pot & \"pan\" <5 l>: 3 pieces, € 867.00\n")
                .contains("Fri 20 Nov: € 1,000.00\n")
                .doesNotContain("[", "null");
    }

    @Test
    void aMailAboutADayWithoutSalesSaysSo() {
        Map<String, Object> none = Map.of("total", total("0", "0", null), "products", List.of(), "trend", trend());

        for (String template : List.of("daily-report-mail.html", "daily-report-mail.txt")) {
            assertThat(new TemplateRenderer("file:routes/templates/" + template, "en").render(none))
                    .contains("Nothing was sold on this day.")
                    .doesNotContain("null");
        }
    }

    @Test
    void aMissingTemplateIsNoticedAtOnce() {
        assertThatThrownBy(() -> new TemplateRenderer("file:routes/templates/none.html", "en"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no template 'file:routes/templates/none.html'");
        assertThatThrownBy(() -> new TemplateRenderer("classpath:none.html", "en"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TemplateRenderer("http://localhost/none.html", "en"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("file:… or classpath:…");
    }

    private String render(Map<String, Object> total, List<Map<String, Object>> products) {
        return renderer.render(Map.of("total", total, "products", products, "trend", trend()));
    }

    /** Eight days, the last one the best. */
    private static List<Map<String, Object>> trend() {
        List<Map<String, Object>> trend = new ArrayList<>();
        for (int i = 7; i >= 0; i--) {
            BigDecimal share = new BigDecimal(100 - 10 * i);
            trend.add(Map.of(
                    "day",
                    LocalDate.of(2026, 11, 20).minusDays(i),
                    "revenue",
                    share.movePointRight(1),
                    "share",
                    share));
        }
        return trend;
    }

    /** The bars, without the grey tracks behind them. */
    private static List<Double> widths(String page) {
        Matcher matcher =
                Pattern.compile("<rect x=\"0\"[^>]*width=\"([0-9.]+)\"").matcher(page);
        List<Double> widths = new ArrayList<>();
        while (matcher.find()) {
            widths.add(Double.valueOf(matcher.group(1)));
        }
        return widths;
    }

    private static Map<String, Object> total(String revenue, String previousRevenue, String changePercent) {
        Map<String, Object> total = new HashMap<>();
        total.put("day", LocalDate.of(2026, 11, 20));
        total.put("zone", "Europe/Berlin");
        total.put("orders", 12L);
        total.put("revenue", new BigDecimal(revenue));
        total.put("previous_orders", 0L);
        total.put("previous_revenue", new BigDecimal(previousRevenue));
        total.put("change_percent", changePercent == null ? null : new BigDecimal(changePercent));
        total.put("week_orders", 7L);
        total.put("week_revenue", new BigDecimal("500.00"));
        total.put("week_change_percent", changePercent == null ? null : new BigDecimal("12.5"));
        return total;
    }

    private static Map<String, Object> product(String name, long quantity, String revenue, String share) {
        return Map.of(
                "name", name, "quantity", quantity, "revenue", new BigDecimal(revenue), "share", new BigDecimal(share));
    }
}
