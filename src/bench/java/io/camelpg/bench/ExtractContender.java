package io.camelpg.bench;

/** Reads all of one table, which is the same for all. */
abstract class ExtractContender implements BulkContender {
    static final String TABLE = "w7_items";

    private final String name;
    private final String how;

    ExtractContender(String name, String how) {
        this.name = name;
        this.how = how;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final String how() {
        return how;
    }
}
