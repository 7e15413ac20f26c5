package io.camelpg.operation.load;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the rows of a message are to those that are there. */
public enum LoadMode {
    /** They are added. */
    APPEND,
    /** They are all there is from now on. */
    OVERWRITE,
    /** They are newer versions of rows with the same key, or older ones that come late. */
    DEDUP,
    /** They are added, with what is known of where they come from. */
    INCREMENTAL_APPEND;

    /** As routes write it. */
    public String spelled() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The mode of that name, append for none; null where there is no such mode. */
    public static @Nullable LoadMode of(@Nullable String spelled) {
        if (spelled == null) {
            return APPEND;
        }
        for (LoadMode mode : values()) {
            if (mode.spelled().equals(spelled)) {
                return mode;
            }
        }
        return null;
    }
}
