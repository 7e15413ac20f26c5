package io.camelpg.connection.credential;

import io.camelpg.connection.BackgroundThreads;
import io.camelpg.connection.Credentials;
import io.camelpg.connection.Login;
import io.camelpg.connection.credential.CredentialCall.Answer;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A login that somebody else provides, such as a token of a cloud. Kept until it expires; asked for anew before that, on a
 * thread of its own, one call at a time, however many wait for it; a call that does not return is given up for another one.
 * Thread-safe.
 */
public final class ProvidedCredentials implements Credentials {
    private static final Logger LOG = LoggerFactory.getLogger(ProvidedCredentials.class);
    private static final Duration LONGEST_MARGIN = Duration.ofMinutes(1);
    /** Not asked more often than this, whatever becomes of its answers. */
    private static final Duration PAUSE = Duration.ofSeconds(2);
    /** A call that has taken so long will not return. */
    private static final Duration LONGEST_CALL = Duration.ofMinutes(1);

    private record Held(Answer answer, Instant asked) {
        /** A tenth of its life before the end, a minute at most: renewed then, and used meanwhile. */
        boolean isOld(Instant now) {
            Instant end = answer.expires();
            if (end == null) {
                return false;
            }
            Duration margin = Duration.between(asked, end).dividedBy(10);
            return now.isAfter(end.minus(margin.compareTo(LONGEST_MARGIN) < 0 ? margin : LONGEST_MARGIN));
        }

        boolean isExpired(Instant now) {
            Instant end = answer.expires();
            return end != null && !now.isBefore(end);
        }
    }

    /** A call that is under way. */
    private static final class Call {
        private final CompletableFuture<Held> answer = new CompletableFuture<>();
        private final Instant since;
        private @Nullable Thread thread;

        Call(Instant since) {
            this.since = since;
        }
    }

    private final String connection;
    private final String provider;
    private final CredentialCall call;
    private final InstantSource clock;
    private @Nullable Held held;
    private @Nullable Call running;
    private @Nullable PgException failure;
    private Instant failed = Instant.MIN;

    /**
     * @param provider its class, for errors
     * @param clock tells when a login has expired
     */
    public ProvidedCredentials(String connection, String provider, CredentialCall call, InstantSource clock) {
        this.connection = connection;
        this.provider = provider;
        this.call = call;
        this.clock = clock;
    }

    @Override
    public Login current(long patienceNanos) {
        CompletableFuture<Held> answer;
        synchronized (this) {
            Held known = held;
            Instant now = clock.instant();
            if (known != null && !known.isExpired(now)) {
                if (known.isOld(now) && !justFailed(now)) {
                    // Whoever needs the answer finds it later.
                    CompletableFuture<Held> unused = ask();
                }
                return known.answer().login();
            }
            if (failure != null && justFailed(now) && running == null) {
                throw failure;
            }
            answer = ask();
        }
        return await(answer, patienceNanos);
    }

    /** The server rejected what we have: whoever gave it is asked once more, unless that has just been. */
    @Override
    public Login again(Login rejected, long patienceNanos) {
        CompletableFuture<Held> answer;
        synchronized (this) {
            Held known = held;
            Instant now = clock.instant();
            if (known != null
                    && (!known.answer().login().equals(rejected)
                            || known.asked().plus(PAUSE).isAfter(now))) {
                return known.answer().login();
            }
            if (justFailed(now)) {
                return rejected;
            }
            answer = ask();
        }
        return await(answer, patienceNanos);
    }

    private boolean justFailed(Instant now) {
        return failed.isAfter(now.minus(PAUSE));
    }

    private synchronized CompletableFuture<Held> ask() {
        Instant now = clock.instant();
        Call known = running;
        if (known != null) {
            if (now.isBefore(known.since.plus(LONGEST_CALL))) {
                return known.answer;
            }
            giveUp(known);
        }
        Call started = new Call(now);
        running = started;
        started.thread = BackgroundThreads.start(() -> askNow(started), "camel-pg-provider-" + connection);
        if (started.thread == null) {
            running = null;
            started.answer.completeExceptionally(failure("was not asked: there is no thread for it"));
        }
        return started.answer;
    }

    /** Whoever waits for it is told, and nobody takes its answer any more. */
    private void giveUp(Call lost) {
        PgException wrong = failure("has not answered for a minute");
        LOG.warn("{}", wrong.getMessage());
        lost.answer.completeExceptionally(wrong);
        if (lost.thread != null) {
            lost.thread.interrupt();
        }
    }

    private void askNow(Call mine) {
        Instant asked = clock.instant();
        Held got = null;
        PgException wrong = null;
        try {
            got = new Held(call.ask(), asked);
            if (got.isExpired(clock.instant())) {
                wrong = failure("gave a login that has expired already");
            }
        } catch (PgException e) {
            wrong = e;
        } catch (Throwable e) {
            // Its message may quote what it was given.
            wrong = failure("failed with " + classes(e));
        }
        boolean first;
        synchronized (this) {
            if (running != mine) {
                return;
            }
            running = null;
            first = failure == null;
            if (got != null && wrong == null) {
                held = got;
                failure = null;
                failed = Instant.MIN;
            } else {
                failure = wrong;
                failed = clock.instant();
            }
        }
        if (got != null && wrong == null) {
            mine.answer.complete(got);
        } else if (wrong != null) {
            if (first) {
                LOG.warn("{}", wrong.getMessage());
            }
            mine.answer.completeExceptionally(wrong);
        }
    }

    private static String classes(Throwable failure) {
        StringBuilder classes = new StringBuilder(failure.getClass().getName());
        Throwable cause = failure.getCause();
        for (int depth = 0; cause != null && depth < 4; depth++) {
            classes.append(", caused by ").append(cause.getClass().getName());
            cause = cause.getCause();
        }
        return classes.toString();
    }

    private Login await(CompletableFuture<Held> answer, long patienceNanos) {
        try {
            return answer.get(Math.max(0, patienceNanos), TimeUnit.NANOSECONDS)
                    .answer()
                    .login();
        } catch (ExecutionException e) {
            // One for each who waited: a shared exception would gather what each of them adds.
            PgException cause = e.getCause() instanceof PgException known ? known : failure("failed");
            throw new PgException(cause.errorCode(), cause.detail(), null, cause.hint(), null);
        } catch (TimeoutException e) {
            throw failure("did not answer within " + TimeUnit.NANOSECONDS.toMillis(patienceNanos) + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("was not waited for: the thread was interrupted");
        }
    }

    private PgException failure(String what) {
        return new PgException(
                PgErrorCode.CREDENTIALS_UNAVAILABLE,
                "connection '" + connection + "': the credential provider " + provider + " " + what);
    }

    @Override
    public boolean canChange() {
        return true;
    }

    /** A token is for opening connections: those that it opened stay when it expires, unless the user is another one. */
    @Override
    public boolean replaces(Login older, Login newer) {
        return !older.username().equals(newer.username());
    }

    @Override
    public String toString() {
        return "provided by " + provider;
    }
}
