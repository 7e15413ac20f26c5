package io.camelpg.support;

/** How much of a message has been forwarded when something happens at it. */
public enum WirePlace {
    BEFORE {
        @Override
        int bytes(int start, int end) {
            return start;
        }
    },
    /** Half of it; of one that came in several chunks, perhaps less. */
    MIDDLE {
        @Override
        int bytes(int start, int end) {
            return (start + end) / 2;
        }
    },
    AFTER {
        @Override
        int bytes(int start, int end) {
            return end;
        }
    };

    /** Up to where in the chunk bytes are forwarded. */
    abstract int bytes(int start, int end);
}
