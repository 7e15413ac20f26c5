package io.camelpg.event;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** All who listen. Thread-safe. */
public final class Observers implements Observer {
    private final List<Observer> listening = new CopyOnWriteArrayList<>();

    public void add(Observer observer) {
        listening.add(observer);
    }

    @Override
    public void on(PgEvent event) {
        for (Observer observer : listening) {
            observer.on(event);
        }
    }
}
