package io.camelpg.type;

import io.camelpg.support.TestPostgres;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;

/** Every type with random literals in PostgreSQL's input syntax, and those at its edges. */
final class TypeCases {
    private TypeCases() {}

    /**
     * A type to try.
     *
     * @param settings statements, each of which puts the session into a state to try the type in
     */
    record TypeCase(String type, Arbitrary<String> literals, List<String> edges, List<String> settings) {
        @Override
        public String toString() {
            return type;
        }
    }

    static List<TypeCase> all() {
        List<TypeCase> cases = new ArrayList<>();
        NumberAndTextCases.numbers(cases);
        NumberAndTextCases.texts(cases);
        TimeCases.times(cases);
        DocumentAndRangeCases.documents(cases);
        NetworkAndGeometryCases.networkAndBits(cases);
        NetworkAndGeometryCases.geometry(cases);
        NetworkAndGeometryCases.system(cases);
        DocumentAndRangeCases.ranges(cases);
        if (TestPostgres.majorVersion() >= 13) {
            DocumentAndRangeCases.newer(cases);
        }
        return cases;
    }

    static void add(List<TypeCase> cases, String type, Arbitrary<String> literals, String... edges) {
        cases.add(new TypeCase(type, literals, List.of(edges), List.of("SET TimeZone = 'Europe/Berlin'")));
    }
}
