package io.camelpg.event;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All who listen: one that fails, against its word, harms neither the others nor what they are told of. Thread-safe. */
public final class Observers implements Observer {
    private static final Logger LOG = LoggerFactory.getLogger(Observers.class);

    private final List<Observer> listening = new CopyOnWriteArrayList<>();
    private final Set<Class<?>> failing = ConcurrentHashMap.newKeySet();

    public void add(Observer observer) {
        listening.add(observer);
    }

    @Override
    public void on(PgEvent event) {
        for (Observer observer : listening) {
            try {
                observer.on(event);
            } catch (RuntimeException | LinkageError e) {
                if (failing.add(observer.getClass())) {
                    LOG.warn(
                            "{} failed, and may do so again; this is said once",
                            observer.getClass().getName(),
                            e);
                }
            }
        }
    }
}
