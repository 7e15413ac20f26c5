package io.camelpg.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObserversTest {
    @Test
    void oneThatFailsHarmsNeitherTheOthersNorWhatTheyAreToldOf() {
        List<PgEvent> heard = new ArrayList<>();
        Observers observers = new Observers();
        observers.add(event -> {
            throw new NoClassDefFoundError("io/micrometer/core/instrument/Timer");
        });
        observers.add(heard::add);
        PgEvent event = new PgEvent.StreamEnded("default", "query", 7, 7, null);

        observers.on(event);
        observers.on(event);

        assertThat(heard).containsExactly(event, event);
    }
}
