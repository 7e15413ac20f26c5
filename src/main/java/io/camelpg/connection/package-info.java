/** Connections: profiles, the pool, leases that give a connection back as it was. May import event and error. */
@NullMarked
package io.camelpg.connection;

import org.jspecify.annotations.NullMarked;
