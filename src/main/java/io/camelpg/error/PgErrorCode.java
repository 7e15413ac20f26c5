package io.camelpg.error;

/**
 * Every error this component reports, grouped by its first digit and never reused: 0xx connection, 1xx request, 2xx
 * statement, 3xx data, 4xx transaction, 5xx configuration. {@code docs/errors.md} is made from this list.
 */
public enum PgErrorCode {
    CONNECTION_REFUSED(
            "PG-001",
            "Nothing accepts connections at that host and port",
            "Check host and port, that PostgreSQL runs (pg_isready -h <host> -p <port>), and firewalls in between",
            true),
    UNKNOWN_HOST("PG-002", "The host name cannot be resolved", "Check the spelling of 'host' and the DNS", true),
    CONNECT_TIMEOUT(
            "PG-003",
            "The server did not answer within connect-timeout",
            "Check host, port and firewalls; raise 'connect-timeout' for slow networks",
            true),
    AUTHENTICATION_FAILED(
            "PG-004",
            "The server rejected the user or the password",
            "Check 'username' and 'password', and the server's pg_hba.conf",
            false),
    NO_SUCH_DATABASE(
            "PG-005",
            "The database does not exist, or the user may not connect to it",
            "Check 'database'; psql -l lists the databases of a server",
            false),
    TOO_MANY_CONNECTIONS(
            "PG-006",
            "The server has no connection left",
            "Lower 'max-connections' here, raise max_connections on the server, or put PgBouncer in between;"
                    + " pg_stat_activity shows who holds them",
            true),
    POOL_EXHAUSTED(
            "PG-007",
            "All connections of the pool are in use",
            "Raise 'max-connections', shorten the work that holds connections, or look for streams that nobody reads",
            true),
    TLS_FAILED(
            "PG-008",
            "The encrypted connection could not be established",
            "Check 'ssl-mode' and the certificates; 'disable' is for development only",
            false),
    CONNECTION_LOST(
            "PG-009",
            "The connection broke while it was in use",
            "No change of the call was kept, and it may be made again: the next call gets a new connection",
            true),
    SERVER_UNAVAILABLE(
            "PG-010",
            "The server is starting, stopping or recovering",
            "Try again when the server accepts connections",
            true),
    CONNECTION_FAILED("PG-011", "The connection could not be established", "The message names the cause", true),
    CONNECTION_CLOSED(
            "PG-012",
            "The connection pool is closed",
            "The component was stopped or is being stopped: another instance can do it, or this one after its start",
            true),
    RECOVERY_READ_ONLY(
            "PG-013",
            "The server is a read-only standby",
            "Point 'host' at the primary, or name all servers in it, of which the one that takes writes is used",
            true),
    TUNNEL_FAILED(
            "PG-014",
            "The SSH server cannot be reached, or broke the tunnel",
            "Check ssh-host, ssh-port and firewalls in between; ssh -L shows the same from a shell",
            true),
    CREDENTIALS_UNAVAILABLE(
            "PG-015",
            "The user's name or password could not be got from where it is kept",
            "Check the file, or what the credential provider says",
            true),
    TUNNEL_REFUSED(
            "PG-016",
            "The SSH server is not the known one, or rejected the user, the key or the forwarding",
            "Check the ssh-* options, and that the SSH server lets this user forward ports (AllowTcpForwarding, PermitOpen)",
            false),
    NO_USABLE_HOST(
            "PG-017",
            "None of the hosts can be used",
            "The message has the reason of each; several hosts need one that is not a standby",
            true),
    NO_CLIENT_ID(
            "PG-030",
            "The message does not say whose database it is about",
            "Set the exchange property CamelPgClientId where the caller has been authenticated, or tenant=header where"
                    + " senders are trusted to say it",
            false),
    UNKNOWN_CLIENT("PG-031", "The registry does not know this client", "Add the client to the registry", false),
    NO_SERVICE(
            "PG-032",
            "The client has no service of this kind",
            "Add it to the client's entry in the registry, or check 'service-key' of the connection",
            false),
    NO_CREDENTIALS(
            "PG-033",
            "The client's service has no credentials",
            "Add username and password to the client's entry in the registry",
            false),
    CLIENT_DISABLED("PG-034", "The client is disabled", "Enable it in the registry", false),
    CREDENTIALS_UNREADABLE(
            "PG-035",
            "The client's credentials cannot be decrypted",
            "Check that the key of the row's key_id is there, and that the row is as the registry wrote it: write the"
                    + " credentials again where it was changed by hand or copied",
            false),
    REGISTRY_UNAVAILABLE(
            "PG-036",
            "The registry of clients cannot be asked",
            "See the cause, and where the registry is: its database, directory or file",
            true),

    MISSING_PARAMETER(
            "PG-101",
            "A placeholder of the statement has no value",
            "Give it in the CamelPgParameters header, the body, a header or a variable of that name;"
                    + " an explicit null is NULL",
            false),
    PARAMETER_COUNT(
            "PG-102",
            "The number of positional values is not the number of placeholders",
            "Give a List with one value per $n",
            false),
    INVALID_PARAMETERS(
            "PG-103", "The parameters are not of a kind the statement can take", "The message names both", false),
    DYNAMIC_SQL_NOT_ALLOWED(
            "PG-104",
            "The message carries SQL, and the endpoint does not allow it",
            "Set allowDynamicSql=true on the endpoint if the senders of its messages may choose the statement",
            false),
    NO_STATEMENT(
            "PG-105",
            "There is no statement to run",
            "Set 'sql' on the endpoint, or allowDynamicSql=true and send it",
            false),
    INVALID_BODY("PG-106", "The body is not of a kind the operation can take", "The message names the kinds", false),
    INVALID_SETTING(
            "PG-107",
            "The message gives no usable value for role or sessionSettings",
            "Set it before the step, to the name of a role or to a text that is not empty",
            false),

    SYNTAX("PG-201", "The statement is not valid SQL", "The message has the position", false),
    MIXED_PLACEHOLDERS(
            "PG-202",
            "A statement uses named and positional placeholders together",
            "Use :name or $1 throughout one statement",
            false),
    SEVERAL_STATEMENTS(
            "PG-203",
            "More than one statement where exactly one is allowed",
            "Use pg:transaction for several statements",
            false),
    NOT_READ_ONLY(
            "PG-204",
            "pg:query only reads, and this statement does not",
            "Use pg:execute for statements that change something",
            false),
    TRANSACTION_CONTROL(
            "PG-205",
            "BEGIN, COMMIT, ROLLBACK and SAVEPOINT are not statements of their own here",
            "Use pg:transaction for several statements as one unit",
            false),
    UNDEFINED_TABLE("PG-206", "No such table or view", "Check the name and the connection's 'schema'", false),
    UNDEFINED_COLUMN("PG-207", "No such column", "Check the name; discover lists the columns of a table", false),
    UNDEFINED_FUNCTION(
            "PG-208",
            "No such function or operator for these types",
            "Add explicit casts such as :name::integer",
            false),
    UNDETERMINED_TYPE(
            "PG-209",
            "The server cannot tell the type of a parameter",
            "Add a cast to the placeholder, such as :name::integer",
            false),
    TIMEOUT(
            "PG-210",
            "The statement did not finish before its deadline",
            "Look at its plan (EXPLAIN ANALYZE), add an index or LIMIT, or raise 'timeout'",
            false),
    CANCELLED("PG-211", "The statement was cancelled", "Somebody asked the server to cancel it", true),
    PERMISSION_DENIED("PG-212", "The user lacks a privilege", "GRANT it, or use another role", false),
    STATEMENT_FAILED("PG-213", "The server could not run the statement", "The message is the server's", false),
    TOO_MANY_PARAMETERS(
            "PG-214",
            "A statement can carry at most 65535 parameters",
            "Bind one array instead: = ANY(:ids), or IN (:in:ids)",
            false),
    INVALID_PLACEHOLDER("PG-215", "A placeholder is not well formed", "The message has the position", false),
    LOCK_NOT_AVAILABLE("PG-216", "A lock was not granted in time", "Try again, or look for who holds it", true),
    RESOURCES_EXHAUSTED(
            "PG-217", "The server ran out of disk, memory or another resource", "See the server's log", false),
    UNDEFINED_OBJECT("PG-218", "An object that the statement names does not exist", "Check its name", false),
    DUPLICATE_OBJECT("PG-219", "An object of that name exists already", "Use IF NOT EXISTS, or another name", false),
    INVALID_NAME(
            "PG-220",
            "A name cannot be that of an object in PostgreSQL",
            "Names have 1 to 63 bytes; put those with other characters than letters, digits and _ into double quotes",
            false),
    NO_UNIQUE_KEY(
            "PG-221",
            "There is no unique key for the upsert",
            "Add one: ALTER TABLE <table> ADD PRIMARY KEY (<columns>), or CREATE UNIQUE INDEX ON <table> (<columns>);"
                    + " then name its columns in 'keys'",
            false),
    SCHEMA_FROZEN(
            "PG-222",
            "The rows have what their table has not, and schemaContract=freeze keeps it as it is",
            "Change the table, or the rows; evolve would change it, and discard leave such fields out",
            false),
    DEPENDENT_OBJECTS(
            "PG-223",
            "Other objects depend on what was to be changed",
            "The message names them: drop them first, or change them along",
            false),

    VALUE_REJECTED("PG-301", "A value does not fit its type", "The message names the parameter and the type", false),
    TEXT_NOT_STORABLE(
            "PG-302",
            "Text with a NUL character or half a surrogate pair cannot be stored",
            "Remove these characters before they get here",
            false),
    TOO_MANY_ROWS(
            "PG-303",
            "The result has more rows than allowed",
            "Raise maxRows, add LIMIT, or set onMaxRows=truncate",
            false),
    NOT_ONE_ROW(
            "PG-304", "The result has several rows where at most one is expected", "Add a condition or LIMIT 1", false),
    NOT_ONE_COLUMN("PG-305", "The result has several columns where one is expected", "Select one column", false),
    UNIQUE_VIOLATION("PG-306", "A row with that key exists already", "Use pg:upsert to update it instead", false),
    FOREIGN_KEY_VIOLATION(
            "PG-307",
            "A row refers to one that does not exist, or is still referred to",
            "Write the referenced row first",
            false),
    NOT_NULL_VIOLATION("PG-308", "A column that must have a value got none", "Give it a value or a default", false),
    CHECK_VIOLATION(
            "PG-309", "A row breaks a CHECK or exclusion constraint", "The message names the constraint", false),
    UPDATE_COUNT(
            "PG-310",
            "The number of changed rows is not expectedUpdateCount",
            "Everything was undone; check the rows or the expectation",
            false),
    STREAM_CLOSED(
            "PG-311",
            "A stream of rows was read after it ended or was closed",
            "Read it within the exchange, within streamIdleTimeout, and once",
            false),
    RESULT_NOT_MAPPABLE(
            "PG-312", "Rows cannot be turned into the wanted class", "The message names the difference", false),
    RESULT_TOO_LARGE(
            "PG-313", "A value or row is larger than can be received", "Select fewer or smaller columns", false),
    DATA_ERROR("PG-314", "The server rejected a value", "The message names the type", false),
    INCOMPLETE_ROW(
            "PG-315",
            "A row has no value for its key or its version",
            "Every row to upsert needs its key, and with onConflict=newer its version",
            false),
    NULL_CURSOR(
            "PG-316",
            "A row that was to be read by its cursor has none",
            "Give the column a value (NOT NULL), or say what becomes of such rows: nullCursor=include or exclude",
            false),
    INVALID_CURSOR(
            "PG-317",
            "The position of an incremental read is not one for this table and these columns",
            "After another cursor was chosen, delete the saved position, or name another with cursorName",
            false),
    VALUE_NOT_REPRESENTABLE(
            "PG-318",
            "A value cannot be told in the format that the rows are wanted in",
            "Take arrowTypes=text, which has a form for every value, or change the value in the statement, such as"
                    + " NULLIF(valid_to, 'infinity')",
            false),
    PAYLOAD_TOO_LONG(
            "PG-319",
            "The payload is longer than a notification can carry",
            "Store what is to be said in a table, and send the key of its row",
            false),
    PAYLOAD_NOT_JSON(
            "PG-320",
            "The payload of a notification is not JSON, and payload=json wants it to be",
            "Correct whoever sends it, or take payload=text and look at it in the route",
            false),

    SERIALIZATION_FAILURE("PG-401", "A concurrent transaction got in the way", "Run the whole unit again", true),
    DEADLOCK(
            "PG-402",
            "Two transactions waited for each other",
            "Run the whole unit again; lock rows in one order",
            true),
    TRANSACTION_FAILED(
            "PG-403",
            "The transaction had failed and was rolled back",
            "Find the first error; everything after it was ignored",
            false),
    OUTCOME_UNKNOWN(
            "PG-404",
            "The connection broke before the server answered, and the change may or may not be there",
            "Look at the data before sending it again",
            false),
    BATCH_FAILED(
            "PG-405",
            "An element of a batch failed, and nothing of the batch was kept",
            "The message has its number",
            false),
    SCOPE_CONNECTION(
            "PG-406",
            "The steps of a transacted scope are on different connections",
            "One transaction is on one connection: give each connection a scope of its own, one after the other",
            false),
    COMMIT_ABORTED(
            "PG-407",
            "The connection broke during COMMIT, and the server rolled the transaction back",
            "Nothing was kept; run the whole unit again",
            true),
    SCOPE_SETTINGS(
            "PG-408",
            "The steps of a transacted scope have different roles or session settings",
            "One transaction has one role: give each a scope of its own, one after the other",
            false),
    CURSOR_MOVED(
            "PG-409",
            "Somebody else has saved a position of the same name while the rows were read",
            "Nothing is lost, rows may come twice: let one instance at a time read, and give each endpoint a cursorName"
                    + " of its own",
            true),
    GENERATION_OUTDATED(
            "PG-410",
            "The rows are part of a refresh that is complete, or that a newer one has taken the place of",
            "Nothing is wrong with the table; begin another refresh with a higher number in 'generation'",
            false),
    NOT_LEADER(
            "PG-411",
            "The instance is not the leader any more, and what only a leader does was not begun",
            "Nothing was done; the leader of now does it",
            true),

    INVALID_CONFIGURATION(
            "PG-501", "Options are missing, unknown or contradict each other", "The message lists them all", false),
    NO_SUCH_RESOURCE("PG-502", "A file: or classpath: resource cannot be read", "Check the path", false),
    NO_SUCH_CONNECTION(
            "PG-503",
            "No connection of that name",
            "Declare it: camel.beans.<name> = #class:io.camelpg.PgConnection",
            false),
    UNSUPPORTED("PG-504", "Not possible with this server or this setting", "The message says why", false),
    NO_SUCH_CONTEXT(
            "PG-505",
            "Quartz's connection provider finds no Camel context, or several",
            "Start Camel before Quartz; where several contexts run in a JVM, name one:"
                    + " org.quartz.dataSource.<name>.context",
            false);

    private final String code;
    private final String title;
    private final String hint;
    private final boolean retryable;

    PgErrorCode(String code, String title, String hint, boolean retryable) {
        this.code = code;
        this.title = title;
        this.hint = hint;
        this.retryable = retryable;
    }

    /** The code as users see it, {@code PG-nnn}. */
    public String code() {
        return code;
    }

    /** What happened, in general. */
    public String title() {
        return title;
    }

    /** What to do about it, in general. */
    public String hint() {
        return hint;
    }

    /** Whether the same call can succeed later without anybody changing anything. */
    public boolean retryable() {
        return retryable;
    }
}
