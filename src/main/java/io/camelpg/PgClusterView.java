package io.camelpg;

import io.camelpg.operation.lead.Candidacy;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.cluster.CamelClusterMember;
import org.apache.camel.support.cluster.AbstractCamelClusterView;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A namespace of a {@link PgClusterService}. It knows of the local member only: who else stands is not told. Listeners are
 * told on a thread of this view, so that none holds up the election.
 */
public final class PgClusterView extends AbstractCamelClusterView {
    private static final Logger LOG = LoggerFactory.getLogger(PgClusterView.class);

    /** A part of the time that a new leader waits, which the one before has for stopping. */
    private static final int LOOKS_PER_LEASE = 100;

    private final PgClusterService service;
    private final CamelClusterMember local = new Local();
    private volatile @Nullable Candidacy candidacy;
    private @Nullable ScheduledExecutorService teller;
    private @Nullable Future<?> telling;
    private boolean toldLeading;

    /** This context. */
    private final class Local implements CamelClusterMember {
        @Override
        public String getId() {
            String id = service.getId();
            return id != null ? id : getCamelContext().getName();
        }

        @Override
        public boolean isLeader() {
            Candidacy known = candidacy;
            return known != null && known.leads();
        }

        @Override
        public boolean isLocal() {
            return true;
        }
    }

    PgClusterView(PgClusterService service, String namespace) {
        super(service, namespace);
        this.service = service;
    }

    /** This context, where it leads. */
    @Override
    public Optional<CamelClusterMember> getLeader() {
        return local.isLeader() ? Optional.of(local) : Optional.empty();
    }

    @Override
    public CamelClusterMember getLocalMember() {
        return local;
    }

    @Override
    public List<CamelClusterMember> getMembers() {
        return List.of(local);
    }

    @Override
    protected void doStart() {
        candidacy = service.stand(getNamespace());
        ScheduledExecutorService started = getCamelContext()
                .getExecutorServiceManager()
                .newSingleThreadScheduledExecutor(this, "pg-leader-" + getNamespace());
        teller = started;
        long period = service.getLease().toNanos() / LOOKS_PER_LEASE;
        telling = started.scheduleWithFixedDelay(this::tell, 0, period, TimeUnit.NANOSECONDS);
    }

    private void tell() {
        if (hasChanged()) {
            try {
                fireLeadershipChangedEvent(getLeader().orElse(null));
            } catch (RuntimeException e) {
                LOG.warn("{}: who was told of the leadership of '{}' failed", local.getId(), getNamespace(), e);
            }
        }
    }

    private synchronized boolean hasChanged() {
        boolean leading = local.isLeader();
        boolean changed = leading != toldLeading;
        toldLeading = leading;
        return changed;
    }

    /** Does not wait for who is told: it may be waiting for whoever stops this. */
    @Override
    protected void doStop() {
        Candidacy known = candidacy;
        candidacy = null;
        if (known != null) {
            service.withdraw(known);
        }
        ScheduledExecutorService running = teller;
        teller = null;
        if (telling != null) {
            telling.cancel(false);
        }
        if (running != null) {
            running.execute(this::tell);
            getCamelContext().getExecutorServiceManager().shutdown(running);
        }
    }
}
