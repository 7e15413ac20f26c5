package io.camelpg.connection;

/**
 * What somebody sent with NOTIFY.
 *
 * @param payload empty where there was none
 * @param pid of the server's process that it was sent from
 */
public record Notification(String channel, String payload, int pid) {}
