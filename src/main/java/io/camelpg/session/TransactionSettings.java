package io.camelpg.session;

import io.camelpg.connection.SessionSettings;
import io.camelpg.sql.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What transactions are told when they begin, where a pooler gives each of them another session: what sessions are told at
 * their start elsewhere.
 */
final class TransactionSettings {
    private static final String BEGIN = "BEGIN ";
    private static final String TIMEOUT = "SET LOCAL statement_timeout = ";

    private final String searchPath;

    TransactionSettings(SessionSettings settings) {
        this.searchPath = "SET LOCAL search_path = " + quoted(settings.searchPath());
    }

    /** These commands, with the settings behind each that begins a transaction. */
    List<String> settled(List<String> commands, long timeoutMillis) {
        List<String> settled = new ArrayList<>(commands.size() + 2);
        for (String command : commands) {
            settled.add(command);
            if (command.startsWith(BEGIN)) {
                settled.add(searchPath);
                settled.add(timeout(timeoutMillis));
            }
        }
        return settled;
    }

    static boolean begins(List<String> commands) {
        return commands.stream().anyMatch(command -> command.startsWith(BEGIN));
    }

    static String timeout(long millis) {
        return TIMEOUT + millis;
    }

    /** Each name as the server would read it, and nothing but names. */
    private static String quoted(String searchPath) {
        List<String> names = new ArrayList<>();
        int start = 0;
        boolean inQuotes = false;
        for (int i = 0; i <= searchPath.length(); i++) {
            boolean end = i == searchPath.length();
            if (!end && searchPath.charAt(i) == '"') {
                inQuotes = !inQuotes;
            }
            if (end || (searchPath.charAt(i) == ',' && !inQuotes)) {
                names.add(name(searchPath.substring(start, i).strip()));
                start = i + 1;
            }
        }
        return String.join(", ", names);
    }

    private static String name(String text) {
        boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
        return Identifier.quote(
                quoted ? text.substring(1, text.length() - 1).replace("\"\"", "\"") : text.toLowerCase(Locale.ROOT));
    }
}
