package io.camelpg.connection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the server is told of each session, and what it starts with again after a reset.
 *
 * @param searchPath schemas in order, comma separated
 * @param statementTimeout default deadline of a call
 * @param applicationName what pg_stat_activity shows
 * @param pooler what stands in between
 */
public record SessionSettings(
        String searchPath, Duration statementTimeout, String applicationName, ResetPolicy reset, PoolerMode pooler) {
    /** Whether each transaction may be in another session: settings then are those of transactions. */
    public boolean ofTransactions() {
        return pooler == PoolerMode.TRANSACTION;
    }

    /** The names of the search path as the server would read them: folded to lower case unless quoted. */
    public List<String> schemas() {
        List<String> names = new ArrayList<>();
        int start = 0;
        boolean inQuotes = false;
        for (int i = 0; i <= searchPath.length(); i++) {
            boolean end = i == searchPath.length();
            if (!end && searchPath.charAt(i) == '"') {
                inQuotes = !inQuotes;
            }
            if (end || (searchPath.charAt(i) == ',' && !inQuotes)) {
                names.add(meant(searchPath.substring(start, i).strip()));
                start = i + 1;
            }
        }
        return names;
    }

    private static String meant(String text) {
        boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1).replace("\"\"", "\"") : text.toLowerCase(Locale.ROOT);
    }
}
