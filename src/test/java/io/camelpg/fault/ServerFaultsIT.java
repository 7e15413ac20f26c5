package io.camelpg.fault;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The server is stopped, crashes, loses backends or refuses connections, under every verb. */
class ServerFaultsIT {
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
        return ServerFaults.all(stage.scene());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void nothingIsLostAndNothingDoneTwice(Fault fault) throws Exception {
        stage.play(fault);
    }
}
