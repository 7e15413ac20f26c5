package io.camelpg.connection;

/** What becomes of a driver property in {@code jdbc-parameters}. */
sealed interface ParameterUse {
    /** It may be set. */
    record Allowed(ParameterValue value) implements ParameterUse {}

    /** It is set by an option of the connection, or by the component, which relies on it. */
    record Ours(String by) implements ParameterUse {}

    /** It may not be set by anybody. */
    record Refused(String reason) implements ParameterUse {}
}
