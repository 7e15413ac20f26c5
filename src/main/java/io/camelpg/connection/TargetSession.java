package io.camelpg.connection;

/** What a server has to be, where there are several (libpq's {@code target_session_attrs}). */
public enum TargetSession {
    /** Whatever lets us in. */
    ANY,
    /** One that takes writes: a standby is passed over. */
    PRIMARY,
    /** A standby, or else whatever lets us in. */
    PREFER_STANDBY
}
