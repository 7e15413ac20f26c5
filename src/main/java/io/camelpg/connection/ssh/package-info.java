/**
 * The SSH tunnel to a server. Only this package knows Apache MINA SSHD, which is there only where somebody wants a tunnel.
 * May import connection and error.
 */
@NullMarked
package io.camelpg.connection.ssh;

import org.jspecify.annotations.NullMarked;
