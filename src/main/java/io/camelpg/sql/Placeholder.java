package io.camelpg.sql;

/** Where a value goes into a statement. Two equal placeholders of a statement take the same value. */
public sealed interface Placeholder {
    /** How it is written, for messages: {@code :name}, {@code :{body[id]}}, {@code :in:ids}, {@code $2}. */
    String label();

    /** Whether it takes any number of values: the content of {@code IN (:in:ids)}. */
    boolean collection();

    /** {@code :name}, or {@code :in:name}; also {@code :#name} and {@code :#in:name}. */
    record Named(String name, boolean collection) implements Placeholder {
        @Override
        public String label() {
            return (collection ? ":in:" : ":") + name;
        }
    }

    /**
     * {@code :{expression}}, or {@code :in:{expression}}; also {@code :#${expression}} and {@code :#in:${expression}}.
     *
     * @param expression the text between the braces, without whitespace around it
     */
    record Expression(String expression, boolean collection) implements Placeholder {
        @Override
        public String label() {
            return (collection ? ":in:{" : ":{") + expression + "}";
        }
    }

    /**
     * {@code $number}.
     *
     * @param number counts from 1
     */
    record Positional(int number) implements Placeholder {
        @Override
        public String label() {
            return "$" + number;
        }

        @Override
        public boolean collection() {
            return false;
        }
    }
}
