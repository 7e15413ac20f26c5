package io.camelpg.support;

/** Something that happens to a connection at one of its messages; what comes behind the message waits for it. */
public interface WireAction {
    void run(WireConnection connection) throws InterruptedException;
}
