package io.camelpg.connection.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.connection.Login;
import io.camelpg.connection.Secret;
import io.camelpg.connection.credential.CredentialCall.Answer;
import io.camelpg.support.Await;
import io.camelpg.support.LogCapture;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;

/** A provided login is kept until it expires, renewed before, and asked for once however many wait. */
class ProvidedCredentialsTest {
    private static final Instant START = Instant.parse("2026-11-21T00:00:00Z");
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);

    private volatile Instant now = START;
    private final AtomicInteger calls = new AtomicInteger();
    private volatile Duration life = Duration.ofMinutes(15);
    private volatile boolean broken;

    private Answer token() throws IOException {
        int number = calls.incrementAndGet();
        if (broken) {
            throw new IOException("token c4nary-" + number + " refused", new IllegalStateException("c4nary"));
        }
        return new Answer(new Login("app", Secret.of("c4nary-" + number)), now.plus(life));
    }

    private ProvidedCredentials credentials(CredentialCall call) {
        return new ProvidedCredentials("crm", "com.example.Vault", call, () -> now);
    }

    private static String password(Login login) {
        Secret password = login.password();
        return password == null ? null : password.reveal();
    }

    @Test
    void keptUntilAMinuteBeforeItExpiresAndUsedWhileItIsRenewed() {
        ProvidedCredentials credentials = credentials(this::token);
        assertThat(password(credentials.current(PATIENCE))).isEqualTo("c4nary-1");
        now = START.plus(Duration.ofMinutes(14));
        assertThat(password(credentials.current(PATIENCE))).isEqualTo("c4nary-1");
        assertThat(calls).hasValue(1);
        now = now.plusMillis(1);
        assertThat(password(credentials.current(PATIENCE))).isEqualTo("c4nary-1");
        Await.until(
                "it is renewed", () -> password(credentials.current(PATIENCE)).equals("c4nary-2"));
        assertThat(calls).hasValue(2);
    }

    @Test
    void aShortLifeIsRenewedInItsLastTenth() {
        life = Duration.ofSeconds(10);
        ProvidedCredentials credentials = credentials(this::token);
        credentials.current(PATIENCE);
        now = START.plusSeconds(9);
        credentials.current(PATIENCE);
        assertThat(calls).hasValue(1);
        now = START.plusMillis(9001);
        Await.until(
                "it is renewed", () -> password(credentials.current(PATIENCE)).equals("c4nary-2"));
    }

    @Test
    void anExpiredOneIsNotUsed() {
        ProvidedCredentials credentials = credentials(this::token);
        credentials.current(PATIENCE);
        now = START.plus(Duration.ofMinutes(15));
        assertThat(password(credentials.current(PATIENCE))).isEqualTo("c4nary-2");
    }

    @Test
    void twentyWaitForOneCall() {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        ProvidedCredentials credentials = credentials(() -> {
            asked.countDown();
            answer.await();
            return token();
        });
        List<CompletableFuture<Login>> waiting = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            waiting.add(CompletableFuture.supplyAsync(
                    () -> credentials.current(PATIENCE), task -> new Thread(task, "waits").start()));
        }
        Await.until(
                "all of them wait",
                () -> Thread.getAllStackTraces().entrySet().stream()
                                .filter(thread -> thread.getKey().getName().equals("waits")
                                        && thread.getKey().getState() == Thread.State.TIMED_WAITING)
                                .count()
                        == 20);
        assertThat(asked.getCount()).isZero();
        answer.countDown();
        assertThat(waiting)
                .allSatisfy(login -> assertThat(password(login.join())).isEqualTo("c4nary-1"));
        assertThat(calls).hasValue(1);
    }

    @Test
    void aFailureNamesClassesOnlyAndIsNotRepeatedForTwoSeconds() {
        broken = true;
        try (LogCapture log = new LogCapture()) {
            ProvidedCredentials credentials = credentials(this::token);
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> credentials.current(PATIENCE))
                        .satisfies(e -> assertThat(Throwables.getStackTrace(e))
                                .contains(
                                        "PG-015",
                                        "connection 'crm'",
                                        "com.example.Vault",
                                        "java.io.IOException, caused by java.lang.IllegalStateException")
                                .doesNotContain("c4nary"));
            }
            assertThat(calls).hasValue(1);
            now = now.plusSeconds(2);
            broken = false;
            assertThat(password(credentials.current(PATIENCE))).isEqualTo("c4nary-2");
            assertThat(log.text()).contains("com.example.Vault").doesNotContain("c4nary");
        }
    }

    @Test
    void aFailedRenewalLeavesWhatIsStillGood() {
        ProvidedCredentials credentials = credentials(this::token);
        credentials.current(PATIENCE);
        broken = true;
        now = START.plus(Duration.ofMinutes(14)).plusSeconds(10);
        assertThat(password(credentials.current(PATIENCE))).isEqualTo("c4nary-1");
        Await.until("it was tried", () -> calls.get() == 2);
        assertThat(password(credentials.current(PATIENCE))).isEqualTo("c4nary-1");
    }

    @Test
    void oneThatAnswersNothingIsNotWaitedForForEver() {
        CountDownLatch never = new CountDownLatch(1);
        ProvidedCredentials credentials = credentials(() -> {
            never.await();
            return token();
        });
        assertThatThrownBy(() -> credentials.current(TimeUnit.MILLISECONDS.toNanos(50)))
                .hasMessageContaining("PG-015")
                .hasMessageContaining("did not answer within 50 ms");
        never.countDown();
    }

    @Test
    void oneThatNeverReturnsIsGivenUpAfterAMinute() {
        CountDownLatch ended = new CountDownLatch(1);
        CompletableFuture<Answer> late = new CompletableFuture<>();
        ProvidedCredentials credentials = credentials(() -> {
            if (calls.incrementAndGet() > 1) {
                return new Answer(new Login("app", Secret.of("second")), null);
            }
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException e) {
                ended.countDown();
            }
            return late.join();
        });
        CompletableFuture<Login> patient = CompletableFuture.supplyAsync(() -> credentials.current(PATIENCE));
        Await.until("it is asked", () -> calls.get() == 1);
        now = START.plusSeconds(59);
        assertThatThrownBy(() -> credentials.current(TimeUnit.MILLISECONDS.toNanos(50)))
                .hasMessageContaining("did not answer within 50 ms");
        assertThat(calls).hasValue(1);
        now = START.plusSeconds(60);
        assertThat(password(credentials.current(PATIENCE))).isEqualTo("second");
        assertThatThrownBy(patient::join).hasMessageContaining("has not answered for a minute");
        Await.until("it is interrupted", () -> ended.getCount() == 0);
        late.complete(new Answer(new Login("app", Secret.of("first")), null));
        Await.until("it has ended", () -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("camel-pg-provider-crm")));
        assertThat(password(credentials.current(PATIENCE))).isEqualTo("second");
    }

    @Test
    void anExpiredAnswerIsAFailure() {
        life = Duration.ofSeconds(-1);
        assertThatThrownBy(() -> credentials(this::token).current(PATIENCE))
                .hasMessageContaining("gave a login that has expired already");
    }

    @Test
    void aRejectedOneIsAskedForAgainButNotAtOnce() {
        ProvidedCredentials credentials = credentials(this::token);
        Login first = credentials.current(PATIENCE);
        assertThat(credentials.again(first, PATIENCE)).isEqualTo(first);
        now = now.plusSeconds(3);
        Login second = credentials.again(first, PATIENCE);
        assertThat(password(second)).isEqualTo("c4nary-2");
        assertThat(credentials.again(first, PATIENCE)).isEqualTo(second);
        assertThat(calls).hasValue(2);
    }

    @Test
    void connectionsStayWhenOnlyTheTokenIsAnother() {
        ProvidedCredentials credentials = credentials(this::token);
        Login login = new Login("app", Secret.of("a"));
        assertThat(credentials.replaces(login, new Login("app", Secret.of("b"))))
                .isFalse();
        assertThat(credentials.replaces(login, new Login("app2", Secret.of("a"))))
                .isTrue();
    }
}
