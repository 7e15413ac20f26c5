package io.camelpg;

import io.camelpg.connection.ConnectionProfile;
import io.camelpg.error.Problems;
import io.camelpg.sql.ChannelName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The options of pg:notify and pg:listen: whether they go together, and what they say. */
final class ChannelOptions {
    private static final PgConfiguration INITIAL = new PgConfiguration();

    private ChannelOptions() {}

    /** Whether the verb's target is a channel, or several. */
    static boolean take(@Nullable PgVerb verb) {
        return verb == PgVerb.notify || verb == PgVerb.listen;
    }

    static void check(PgConfiguration options, PgVerb verb, Problems problems) {
        problems.require(
                options.getSql() == null && !options.isAllowDynamicSql() && !options.isCoalesce(),
                "pg:" + verb + " takes no sql, allowDynamicSql or coalesce");
        problems.require(
                options.getOutputType() == OutputType.list
                        && options.getOutputClass() == null
                        && options.getMaxRows() == 0
                        && options.getParameters().isEmpty(),
                "pg:" + verb + " has no rows, and takes no outputType, outputClass, maxRows or parameter.");
        if (verb == PgVerb.listen) {
            problems.require(
                    options.getRole() == null && options.getSessionSettings().isEmpty(),
                    "pg:listen takes no role or sessionSettings, which hold for a transaction");
            problems.require(options.getQueueBytes() > 0, "queueBytes must be at least 1");
        }
    }

    /** For endpoints of other verbs. */
    static void refuse(PgConfiguration options, Problems problems) {
        problems.require(
                options.getPayload() == PayloadForm.text
                        && options.isAnnounceConnect()
                        && options.getQueueBytes() == INITIAL.getQueueBytes(),
                "payload, announceConnect and queueBytes are options of pg:listen");
    }

    /** The channels of a target: one to notify, any number to listen to. */
    static List<ChannelName> channels(PgVerb verb, String target) {
        return verb == PgVerb.notify ? List.of(ChannelName.parse(target)) : ChannelName.parseList(target);
    }

    /** What a session is needed for cannot be had where it is another one for each transaction. */
    static void requireSession(@Nullable EndpointConnection connection, Problems problems) {
        if (connection instanceof ConnectionHandle handle) {
            ConnectionProfile profile = handle.profile();
            problems.require(
                    !profile.session().ofTransactions(),
                    "pg:listen needs a session of its own, and connection '" + profile.name()
                            + "' has pooler-mode=transaction: name a connection bean that goes to the server itself,"
                            + " past the pooler");
        } else {
            problems.require(
                    connection == null,
                    "pg:listen needs a connection of its own, and '" + (connection == null ? "" : connection.name())
                            + "' is another one for each client");
        }
    }
}
