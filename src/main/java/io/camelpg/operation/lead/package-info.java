/**
 * Leadership: of several who stand for it, one at a time leads. No verb of a URI; {@code PgClusterService} is its Camel
 * face. Why it is safe: docs/decisions/0008-leader-election.md.
 */
@NullMarked
package io.camelpg.operation.lead;

import org.jspecify.annotations.NullMarked;
