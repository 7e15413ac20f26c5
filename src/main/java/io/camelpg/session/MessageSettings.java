package io.camelpg.session;

import io.camelpg.type.PgType;
import io.camelpg.type.TypeCatalog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What holds for a transaction only: settings, and the role that its statements run as. Sent behind its BEGIN, in the same
 * message, names and values bound ({@code set_config} with {@code is_local}, "Configuration Settings Functions" in
 * PostgreSQL's manual), and gone with its end. Immutable.
 */
public final class MessageSettings {
    /** As the server has it as a setting. */
    private static final String ROLE = "role";

    private static final int TEXT = 25;
    private static final int MOST = 32;
    private static final StatementPlan[] PLANS = plans();

    private final List<String> bound;

    private MessageSettings(List<String> bound) {
        this.bound = bound;
    }

    /**
     * One thing at least.
     *
     * @param settings by their names, at most 31
     * @param role null for the user that connected
     */
    public static MessageSettings of(Map<String, String> settings, @Nullable String role) {
        List<String> bound = new ArrayList<>();
        settings.forEach((name, value) -> bound.addAll(List.of(name, value)));
        if (role != null) {
            // Last: the role may not be allowed to set the others.
            bound.addAll(List.of(ROLE, role));
        }
        if (bound.isEmpty() || bound.size() / 2 > MOST) {
            throw new IllegalArgumentException("1 to " + MOST + " settings, not " + bound.size() / 2);
        }
        return new MessageSettings(List.copyOf(bound));
    }

    private static StatementPlan[] plans() {
        PgType text = TypeCatalog.builtIn().get(TEXT);
        StatementPlan[] plans = new StatementPlan[MOST + 1];
        for (int count = 1; count <= MOST; count++) {
            StringBuilder sql = new StringBuilder("SELECT");
            for (int i = 0; i < count; i++) {
                sql.append(i == 0 ? " " : ", ")
                        .append("pg_catalog.set_config($")
                        .append(2 * i + 1)
                        .append(", $")
                        .append(2 * i + 2)
                        .append(", true)");
            }
            PgType[] types = new PgType[2 * count];
            Arrays.fill(types, text);
            plans[count] = StatementPlan.system(sql.toString(), types);
        }
        return plans;
    }

    StatementPlan plan() {
        return PLANS[bound.size() / 2];
    }

    @Nullable
    Object[] values() {
        return bound.toArray();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MessageSettings settings && settings.bound.equals(bound);
    }

    @Override
    public int hashCode() {
        return bound.hashCode();
    }

    /** Without values. */
    @Override
    public String toString() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < bound.size(); i += 2) {
            names.add(bound.get(i));
        }
        return names.toString();
    }
}
