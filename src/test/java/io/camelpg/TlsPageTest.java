package io.camelpg;

import io.camelpg.support.Page;
import org.junit.jupiter.api.Test;

/** docs/tls.md says what {@link TlsModesIT} has tried. */
class TlsPageTest {
    @Test
    void theModesAreThoseThatWereTried() {
        Page.of("tls.md").has("modes", TlsSituation.table());
    }
}
