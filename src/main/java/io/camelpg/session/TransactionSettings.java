package io.camelpg.session;

import io.camelpg.connection.SessionSettings;
import io.camelpg.sql.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What transactions are told when they begin, where a pooler gives each of them another session: what sessions are told at
 * their start elsewhere.
 */
final class TransactionSettings {
    private static final String TIMEOUT = "SET LOCAL statement_timeout = ";

    private final String searchPath;

    TransactionSettings(SessionSettings settings) {
        this.searchPath = "SET LOCAL search_path = "
                + settings.schemas().stream().map(Identifier::quote).collect(Collectors.joining(", "));
    }

    /** These commands, with the settings behind each that begins a transaction. */
    List<String> settled(List<String> commands, long timeoutMillis) {
        List<String> settled = new ArrayList<>(commands.size() + 2);
        for (String command : commands) {
            settled.add(command);
            if (SentAhead.begins(command)) {
                settled.add(searchPath);
                settled.add(timeout(timeoutMillis));
            }
        }
        return settled;
    }

    static String timeout(long millis) {
        return TIMEOUT + millis;
    }
}
