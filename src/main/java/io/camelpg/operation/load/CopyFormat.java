package io.camelpg.operation.load;

/** The formats of COPY. */
enum CopyFormat {
    /** What is fastest, where each value has a binary form. */
    BINARY(" (FORMAT binary)"),
    TEXT(""),
    /** Records as they came. */
    CSV(" (FORMAT csv)");

    private final String clause;

    CopyFormat(String clause) {
        this.clause = clause;
    }

    String clause() {
        return clause;
    }
}
