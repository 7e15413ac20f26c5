package io.camelpg.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What was rejected waits, longer each time and never longer than 16 s; what is new does not wait. */
class RejectedLoginsTest {
    private static final Login OLD = new Login("app", Secret.of("c4nary-old"));
    private static final Login NEW = new Login("app", Secret.of("c4nary-new"));

    private long now = Long.MAX_VALUE - 5;
    private final RejectedLogins<Login> logins = new RejectedLogins<>(() -> now);
    private final PgException failure =
            new PgException(PgErrorCode.AUTHENTICATION_FAILED, "connection 'x': no", "28P01", "Mend it", null);

    private void pass(long millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @Test
    void theFirstTimeIsFree() {
        assertThat(logins.claim(OLD)).isNull();
        assertThat(logins.claim(OLD)).isNull();
    }

    @Test
    void thePauseDoublesUpToSixteenSeconds() {
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            logins.rejected(OLD, failure);
            long waited = 0;
            while (logins.claim(OLD) != null) {
                pass(500);
                waited += 500;
            }
            pauses.add(waited);
        }
        assertThat(pauses).containsExactly(2000L, 4000L, 8000L, 16000L, 16000L, 16000L);
    }

    @Test
    void theFailureIsTheOneOfBeforeWithoutTheLogin() {
        logins.rejected(OLD, failure);
        pass(500);
        PgException repeated = logins.claim(OLD);
        assertThat(repeated).isNotNull();
        assertThat(repeated.errorCode()).isEqualTo(PgErrorCode.AUTHENTICATION_FAILED);
        assertThat(repeated.sqlState()).isEqualTo("28P01");
        assertThat(repeated.getMessage())
                .contains("connection 'x': no", "not tried again for 1500 ms", "Mend it")
                .doesNotContain("c4nary");
    }

    @Test
    void oneTriesWhenItsTimeHasComeAndTheOthersDoNot() {
        logins.rejected(OLD, failure);
        pass(2000);
        assertThat(logins.claim(OLD)).isNull();
        assertThat(logins.claim(OLD)).isNotNull();
        pass(2000);
        // The first never came back, for lack of time say.
        assertThat(logins.claim(OLD)).isNull();
    }

    @Test
    void anotherLoginIsTriedAtOnce() {
        logins.rejected(OLD, failure);
        assertThat(logins.claim(NEW)).isNull();
    }

    @Test
    void whatWasAcceptedIsForgiven() {
        logins.rejected(OLD, failure);
        logins.accepted(OLD);
        assertThat(logins.claim(OLD)).isNull();
    }

    @Test
    void onlyTheLastEightAreRemembered() {
        for (int i = 0; i < 9; i++) {
            logins.rejected(new Login("user" + i, null), failure);
        }
        assertThat(logins.claim(new Login("user0", null))).isNull();
        assertThat(logins.claim(new Login("user1", null))).isNotNull();
        assertThat(logins.claim(new Login("user8", null))).isNotNull();
    }
}
