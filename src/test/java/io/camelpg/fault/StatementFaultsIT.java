package io.camelpg.fault;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Statements and commits fail, wait for locks, and find another schema, under every verb. */
class StatementFaultsIT {
    private static Stage stage;

    @BeforeAll
    static void start() throws Exception {
        stage = new Stage();
    }

    @AfterAll
    static void stop() throws Exception {
        stage.close();
    }

    static List<Fault> faults() {
        return StatementFaults.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void nothingIsLostAndNothingDoneTwice(Fault fault) throws Exception {
        stage.play(fault);
    }
}
