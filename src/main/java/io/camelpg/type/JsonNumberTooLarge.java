package io.camelpg.type;

/**
 * In the place of a number of a JSON document that no BigDecimal or no numeric of PostgreSQL can hold. A document may have
 * it where nobody looks; every type rejects it.
 */
final class JsonNumberTooLarge {
    static final JsonNumberTooLarge NUMBER = new JsonNumberTooLarge();

    private JsonNumberTooLarge() {}

    @Override
    public String toString() {
        return "a number too large for PostgreSQL";
    }
}
