package io.camelpg.fault;

import java.util.ArrayList;
import java.util.List;

/** What can happen to a connection, at each of the messages by which it matters. */
final class WireFaults {
    private WireFaults() {}

    static List<Fault> all() {
        List<Fault> faults = new ArrayList<>();
        for (Way way : Way.values()) {
            for (Point point : Point.values()) {
                if (way.isFor(point)) {
                    faults.add(way.at(point));
                }
            }
        }
        return faults;
    }
}
