/** What every verb shares: arguments in, an outcome out. May import catalog and below; knows no verb. */
@NullMarked
package io.camelpg.operation;

import org.jspecify.annotations.NullMarked;
