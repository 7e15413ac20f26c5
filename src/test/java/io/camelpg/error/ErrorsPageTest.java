package io.camelpg.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.support.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/errors.md lists what the code has, and its prose names nothing else. */
class ErrorsPageTest {
    private static final Map<Character, String> GROUPS = new TreeMap<>(Map.of(
            '0', "connection",
            '1', "request",
            '2', "statement",
            '3', "data",
            '4', "transaction",
            '5', "configuration"));

    private static final Pattern CODE = Pattern.compile("PG-([0-9])[0-9]{2}");

    @Test
    void codesAreWellFormedAndUsedOnce() {
        List<String> codes =
                Arrays.stream(PgErrorCode.values()).map(PgErrorCode::code).toList();
        assertThat(codes)
                .doesNotHaveDuplicates()
                .allMatch(code -> CODE.matcher(code).matches() && GROUPS.containsKey(code.charAt(3)));
        assertThat(Arrays.stream(PgErrorCode.values()))
                .allSatisfy(code -> assertThat(List.of(code.title(), code.hint()))
                        .noneMatch(text -> text.isBlank() || text.endsWith(".")));
    }

    @Test
    void everyCodeIsListed() {
        StringBuilder text = new StringBuilder();
        GROUPS.forEach((digit, group) -> {
            text.append("\n### ").append(digit).append("xx: ").append(group);
            text.append("\n\n| Code | What happened | What to do | Again? |\n|---|---|---|---|\n");
            text.append(Arrays.stream(PgErrorCode.values())
                    .filter(code -> code.code().charAt(3) == digit)
                    .sorted(java.util.Comparator.comparing(PgErrorCode::code))
                    .map(code -> "| " + code.code() + " | " + cell(code.title()) + " | " + cell(code.hint()) + " | "
                            + (code.retryable() ? "yes" : "no") + " |\n")
                    .collect(Collectors.joining()));
        });
        Page.of("errors.md").has("codes", text.toString());
    }

    /** Angle brackets would be HTML. */
    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;").replace(">", "&gt;");
    }

    @Test
    void theTroubleshootingCoversTheFailuresOfADaysWork() throws IOException {
        String page = Files.readString(Path.of("docs", "errors.md"));
        String troubleshooting = page.substring(page.indexOf("## Troubleshooting"), page.indexOf("## All codes"));
        assertThat(Pattern.compile("(?m)^### .*")
                        .matcher(troubleshooting)
                        .results()
                        .map(result -> result.group()))
                .containsSequence(
                        "### Connection refused",
                        "### Authentication failed",
                        "### TLS failed",
                        "### Timeout",
                        "### Too many connections",
                        "### Pool exhausted",
                        "### No such table or column");
        List<String> known =
                Arrays.stream(PgErrorCode.values()).map(PgErrorCode::code).toList();
        assertThat(CODE.matcher(troubleshooting).results().map(result -> result.group()))
                .isNotEmpty()
                .isSubsetOf(known);
    }
}
