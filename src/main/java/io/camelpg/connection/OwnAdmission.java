package io.camelpg.connection;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A pool that shares its connections with nobody: as many as it may have, in the order of asking. */
final class OwnAdmission implements Admission, Admission.Departure {
    private final int most;
    private final Semaphore permits;

    OwnAdmission(int most) {
        this.most = most;
        this.permits = new Semaphore(most, true);
    }

    @Override
    public boolean enter(long nanos) throws InterruptedException {
        return permits.tryAcquire() || permits.tryAcquire(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    }

    @Override
    public Departure leave() {
        return this;
    }

    @Override
    public boolean stays() {
        return true;
    }

    @Override
    public void complete() {
        permits.release();
    }

    @Override
    public int holding() {
        return Math.max(0, most - permits.availablePermits());
    }

    @Override
    public boolean isTooMany(int idle) {
        return holding() + idle > most;
    }

    @Override
    public int waiting() {
        return permits.getQueueLength();
    }

    @Override
    public void close() {
        permits.release(permits.getQueueLength());
    }
}
