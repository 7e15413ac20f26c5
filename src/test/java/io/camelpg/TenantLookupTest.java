package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.connection.ConnectionProfile;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.session.TenantDatabases;
import io.camelpg.support.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several calls for a client while the registry takes its time. Nothing connects. */
class TenantLookupTest {
    private static final int CALLERS = 5;

    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch answer = new CountDownLatch(1);
    private final TenantDatabases databases = new TenantDatabases("clients", 10, 20, TimeUnit.MINUTES.toNanos(1));
    private volatile boolean broken;
    private final TenantLookup lookup = lookup();

    private TenantLookup lookup() {
        PgTenants tenants = new PgTenants();
        tenants.setRegistry((client, service) -> {
            int number = asked.incrementAndGet();
            if (number == 1) {
                await();
            }
            if (broken) {
                throw new IllegalStateException("away");
            }
            return PgTenantAnswer.found(PgTenantConnection.of("user" + number, null));
        });
        return new TenantLookup("clients", tenants, databases);
    }

    private void await() {
        try {
            answer.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void stop() {
        databases.close();
    }

    private List<CompletableFuture<ConnectionProfile>> callers() {
        List<CompletableFuture<ConnectionProfile>> calls = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            calls.add(CompletableFuture.supplyAsync(
                    () -> lookup.profile("acme"), task -> new Thread(task, "tenant-caller").start()));
        }
        Await.until("all wait", () -> waiting() == CALLERS);
        return calls;
    }

    private static long waiting() {
        Stream<Thread> threads = Thread.getAllStackTraces().keySet().stream();
        return threads.filter(thread -> thread.getName().equals("tenant-caller")
                        && thread.getState() != Thread.State.RUNNABLE
                        && thread.getState() != Thread.State.NEW)
                .count();
    }

    @Test
    void whatFailedWhileTheyWaitedFailedForThemToo() {
        List<CompletableFuture<ConnectionProfile>> calls = callers();
        broken = true;
        answer.countDown();
        assertThat(calls).allSatisfy(call -> assertThatThrownBy(call::join)
                .cause()
                .isInstanceOfSatisfying(
                        PgException.class, e -> assertThat(e.errorCode()).isEqualTo(PgErrorCode.REGISTRY_UNAVAILABLE)));
        assertThat(asked).hasValue(1);
        broken = false;
        assertThat(lookup.profile("acme")).isSameAs(lookup.profile("acme"));
        assertThat(asked).hasValue(2);
    }

    @Test
    void whatWasFoundWhileTheyWaitedIsForAllOfThem() {
        List<CompletableFuture<ConnectionProfile>> calls = callers();
        answer.countDown();
        ConnectionProfile first = calls.get(0).join();
        assertThat(calls).allSatisfy(call -> assertThat(call.join()).isSameAs(first));
        assertThat(asked).hasValue(1);
    }

    @Test
    void whatIsForgottenWhileItIsLookedUpIsAskedForAgain() {
        List<CompletableFuture<ConnectionProfile>> calls = callers();
        lookup.forget("acme");
        answer.countDown();
        assertThat(calls.get(0).join()).isNotNull();
        calls.forEach(CompletableFuture::join);
        int before = asked.get();
        lookup.profile("acme");
        lookup.profile("acme");
        assertThat(asked).hasValue(before + 1);
    }
}
