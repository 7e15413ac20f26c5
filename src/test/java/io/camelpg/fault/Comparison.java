package io.camelpg.fault;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What callers were told, held against what is there: figures, and everything that must not be. */
final class Comparison {
    private final Map<Violation, List<String>> violations = new EnumMap<>(Violation.class);
    private int done;
    private int notDone;
    private int unknownThere;
    private int unknownAbsent;

    /**
     * @param parts how many different rows of it are there
     * @param twice whether one of them is there more than once
     */
    void add(Attempt attempt, int parts, boolean twice) {
        int expected = attempt.workload().parts();
        if (twice) {
            violation(Violation.TWICE, attempt.toString());
        }
        if (parts > 0 && parts < expected) {
            violation(Violation.TORN, attempt + ": " + parts + " of " + expected);
        }
        if (attempt.said() instanceof Workload.WrongAnswer) {
            violation(Violation.WRONG, attempt.toString());
        }
        switch (attempt.answer()) {
            case DONE -> {
                done++;
                if (parts < expected) {
                    violation(Violation.LOST, attempt.toString());
                }
            }
            case NOT_DONE -> {
                notDone++;
                if (parts > 0) {
                    violation(Violation.GHOST, attempt.toString());
                }
            }
            case UNKNOWN -> {
                if (parts > 0) {
                    unknownThere++;
                } else {
                    unknownAbsent++;
                }
            }
        }
    }

    void violation(Violation kind, String what) {
        violations.computeIfAbsent(kind, k -> new ArrayList<>()).add(what);
    }

    Map<Violation, List<String>> violations() {
        return violations;
    }

    int done() {
        return done;
    }

    int notDone() {
        return notDone;
    }

    /** Answered as unknown, and it turned out to be done. */
    int unknownThere() {
        return unknownThere;
    }

    /** Answered as unknown, and it turned out not to be done. */
    int unknownAbsent() {
        return unknownAbsent;
    }

    int operations() {
        return done + notDone + unknownThere + unknownAbsent;
    }

    /** Figures, and the first few of each kind of violation. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(operations()).append(" operations: ").append(done).append(" done, ");
        text.append(notDone).append(" not done, ").append(unknownThere).append(" unknown and there, ");
        text.append(unknownAbsent).append(" unknown and absent");
        violations.forEach((kind, cases) -> text.append("\n  ")
                .append(kind)
                .append(" × ")
                .append(cases.size())
                .append(": ")
                .append(String.join("\n    ", cases.subList(0, Math.min(5, cases.size())))));
        return text.toString();
    }
}
