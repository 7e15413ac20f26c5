package io.camelpg.connection;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A value that no log, exception or dump may show. Prints {@code ***}. */
public final class Secret {
    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /** Null stays null. */
    public static @Nullable Secret of(@Nullable String value) {
        return value == null ? null : new Secret(value);
    }

    /** The value itself: hand it to whoever needs it and keep it nowhere. */
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret secret && secret.value.equals(value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(value, Secret.class);
    }

    @Override
    public String toString() {
        return "***";
    }
}
