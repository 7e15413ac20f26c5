package io.camelpg.connection;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The servers of a connection, in the order in which they are tried. Immutable.
 *
 * @param hosts at least one
 * @param target what one of them has to be
 * @param readHosts where queries go; empty for where everything goes
 */
public record Servers(List<Server> hosts, TargetSession target, List<Server> readHosts) {
    public Servers {
        hosts = List.copyOf(hosts);
        readHosts = List.copyOf(readHosts);
    }

    /** That server, whatever it is. */
    public static Servers only(Server server) {
        return new Servers(List.of(server), TargetSession.ANY, List.of());
    }

    /** Those for everything, of which one has to take writes; with a single one there is nothing to choose. */
    public static Servers of(List<Server> hosts, List<Server> readHosts) {
        return new Servers(hosts, hosts.size() == 1 ? TargetSession.ANY : TargetSession.PRIMARY, readHosts);
    }

    /** Those for queries. */
    Servers ofReads() {
        TargetSession wanted = readHosts.size() == 1 ? TargetSession.ANY : TargetSession.PREFER_STANDBY;
        return new Servers(readHosts, wanted, List.of());
    }

    /** Whether one has to be chosen. */
    public boolean areSeveral() {
        return hosts.size() > 1;
    }

    /** {@code a:5432,b:5433} */
    @Override
    public String toString() {
        return hosts.stream().map(Server::toString).collect(Collectors.joining(","));
    }
}
