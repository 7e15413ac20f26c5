package io.camelpg.fault;

/**
 * A verb at work: something that one operation does.
 *
 * @param parts how many rows it adds to the ledger, numbered from 0, all or none; 0 for one that only reads
 * @param call does it, for an operation's id; throws unless the work is acknowledged
 */
record Workload(String name, int parts, Call call) {

    interface Call {
        void make(long id) throws Exception;
    }

    /** An acknowledged answer that is wrong. */
    static final class WrongAnswer extends RuntimeException {
        private static final long serialVersionUID = 1L;

        WrongAnswer(Object expected, Object got) {
            super("expected " + expected + ", got " + got);
        }
    }

    /** An acknowledged answer that says that nothing was done. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(Object why) {
            super(String.valueOf(why));
        }
    }

    /** @throws WrongAnswer if they are not equal */
    static void same(Object expected, Object got) {
        if (!expected.equals(got)) {
            throw new WrongAnswer(expected, got);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
