package io.camelpg;

import io.camelpg.error.Problems;
import io.camelpg.sql.ChannelName;
import io.camelpg.sql.TableName;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a URI names behind the verb, read as the verb takes it.
 *
 * @param text as it is written there, decoded; empty for none
 * @param table of a verb that takes a table or a schema, where one is named
 * @param channels of a verb that takes them
 */
record EndpointTarget(String text, @Nullable TableName table, List<ChannelName> channels) {

    /**
     * Reads it; what is wrong with it is added to the problems.
     *
     * @return null where it is not one for the verb
     */
    static @Nullable EndpointTarget of(
            PgVerb verb, @Nullable String written, PgConfiguration options, Problems problems) {
        boolean targeted = written != null && !written.isBlank();
        boolean writesTable = verb == PgVerb.upsert || verb == PgVerb.load;
        boolean onTable = writesTable || verb == PgVerb.extract || verb == PgVerb.discover;
        boolean onChannel = ChannelOptions.take(verb);
        problems.require(
                onTable || onChannel || !targeted || verb == PgVerb.monitor,
                "pg:" + verb + " takes no target, but the URI names '" + written + "'");
        problems.require(!writesTable || targeted, "pg:" + verb + " needs a table: pg:" + verb + ":<table>");
        problems.require(!onChannel || targeted, "pg:" + verb + " needs a channel: pg:" + verb + ":<channel>");
        if (!targeted) {
            return writesTable || onChannel ? null : new EndpointTarget("", null, List.of());
        }
        String text = decoded(Objects.requireNonNull(written));
        if (onTable) {
            TableName table = problems.collect(() -> table(verb, text, options));
            return table == null ? null : new EndpointTarget(text, table, List.of());
        }
        if (onChannel) {
            List<ChannelName> channels = problems.collect(() -> ChannelOptions.channels(verb, text));
            return channels == null ? null : new EndpointTarget(text, null, channels);
        }
        return new EndpointTarget(text, null, List.of());
    }

    /** Camel encodes quotes, spaces and the like in URIs; a percent sign of its own is written %25. */
    private static String decoded(String target) {
        try {
            return URLDecoder.decode(target.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return target;
        }
    }

    /** Names of tables that may be made for a load need not fit. */
    private static TableName table(PgVerb verb, String written, PgConfiguration options) {
        boolean made = verb == PgVerb.load && LoadOptions.mayMake(options);
        return made ? TableName.parseLong(written) : TableName.parse(written);
    }

    /** @throws NullPointerException where the verb does without, and none is named */
    TableName requireTable() {
        return Objects.requireNonNull(table);
    }

    /** The only one, or the first of several. */
    ChannelName channel() {
        return channels.get(0);
    }
}
