package io.camelpg.connection;

import org.jspecify.annotations.Nullable;

/** Who connects: always the same one. Prints no password. */
public record Login(String username, @Nullable Secret password) implements Credentials {
    @Override
    public Login current(long patienceNanos) {
        return this;
    }

    @Override
    public boolean canChange() {
        return false;
    }
}
