/**
 * TLS as libpq does it: certificates and keys from PEM, what a server must prove, and what happens when it does not. May
 * import event and error, and knows nothing of profiles and pools.
 */
@NullMarked
package io.camelpg.connection.tls;

import org.jspecify.annotations.NullMarked;
