package io.camelpg;

/** What says whose database a message is about; constants are named as routes write them. */
public enum TenantSource {
    /** The exchange property CamelPgClientId, which only the route can set. */
    property,
    /** The header CamelPgClientId, which whoever sends the message may set. */
    header
}
