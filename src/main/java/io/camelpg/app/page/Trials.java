package io.camelpg.app.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.quartz.QuartzEndpoint;

/** What is known of trying a route: by what it is called, or by what its endpoint says. */
final class Trials {
    /** Routes that others call, or that run by themselves. */
    private static final Set<String> BY_THEMSELVES = Set.of("direct", "seda", "timer", "scheduler");

    private final String http;
    private final Map<String, List<Trial>> known;

    /**
     * @param http scheme, host and port of the routes' listener
     * @param known by the id of the route
     */
    Trials(String http, Map<String, List<Trial>> known) {
        this.http = http;
        this.known = Map.copyOf(known);
    }

    List<Trial> of(Route route) {
        List<Trial> own = known.get(route.getRouteId());
        return own == null ? general(route.getEndpoint()) : own;
    }

    private List<Trial> general(Endpoint endpoint) {
        List<Trial> trials = new ArrayList<>();
        if (endpoint instanceof PlatformHttpEndpoint over) {
            String methods = over.getHttpMethodRestrict();
            if (methods == null || methods.contains("GET")) {
                trials.add(Trial.link(over.getPath()));
                trials.add(Trial.command("curl " + http + over.getPath()));
            } else {
                String type =
                        over.getConsumes() == null ? "" : " -H 'Content-Type: " + over.getConsumes() + "' -d '{}'";
                trials.add(Trial.command("curl -X " + methods.split(",", 2)[0] + type + " " + http + over.getPath()));
            }
        } else if (endpoint instanceof QuartzEndpoint clock) {
            trials.add(Trial.note("Runs by the clock: " + clock.getCron()));
        } else {
            String scheme = endpoint.getEndpointBaseUri().split(":", 2)[0];
            if (!BY_THEMSELVES.contains(scheme)) {
                trials.add(Trial.note("Set off by what comes from "
                        + endpoint.getEndpointBaseUri().replace("://", ":")));
            }
        }
        return trials;
    }
}
