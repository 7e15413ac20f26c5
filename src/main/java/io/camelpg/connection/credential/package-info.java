/** Where logins come from: files, .pgpass, pg_service.conf, a provider. May import connection and error. */
@NullMarked
package io.camelpg.connection.credential;

import org.jspecify.annotations.NullMarked;
