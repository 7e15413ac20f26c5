package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.support.Await;
import io.camelpg.support.LogCapture;
import io.camelpg.support.PgContext;
import io.camelpg.support.TestPostgres;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a queue says at the start: all that is wrong at once, and which index would help. */
class ClaimStartIT {
    private static PgContext pg;

    @BeforeAll
    static void start() {
        pg = PgContext.onNewDatabase(connection -> connection.setMaxConnections(4));
        pg.sql(
                "CREATE TABLE job (id int PRIMARY KEY, n text, at timestamptz, at_least timestamptz NOT NULL DEFAULT now(),"
                        + " done boolean NOT NULL DEFAULT false, tries int, made int GENERATED ALWAYS AS (1) STORED);"
                        + " CREATE TABLE keyless (id int UNIQUE, at timestamptz); CREATE VIEW jobs AS SELECT * FROM job;"
                        + " CREATE TABLE small (id int PRIMARY KEY);"
                        + " CREATE TABLE nullable (id int PRIMARY KEY, code text UNIQUE, at timestamptz)");
    }

    @AfterAll
    static void stop() {
        pg.close();
    }

    private static void route(String uri) throws Exception {
        String id = "claim";
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).routeId(id).to("mock:none");
            }
        });
        pg.camel().getRouteController().stopRoute(id);
        pg.camel().removeRoute(id);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    extract:job?claim=skip-locked | needs done; retryAt
                    extract:job?claim=sometimes&done=delete&retryAt=at | claim must be skip-locked
                    extract?claim=skip-locked&done=delete&retryAt=at | needs a table
                    extract:job?claim=skip-locked&done=:x&retryAt=at | done must be a column
                    extract:job?claim=skip-locked&done=at&setAside=at&maxAttempts=1 | cannot be the same
                    extract:job?claim=skip-locked&done=delete&retryAt=at&maxAttempts=3 | neither goes without the other
                    extract:job?claim=skip-locked&done=delete&retryAt=at&maxAttempts=3&setAside=done | maxAttempts=3 needs attempts
                    extract:job?claim=skip-locked&done=delete&retryAt=at&retryDelay=2h | maxRetryDelay no shorter
                    extract:job?claim=skip-locked&done=delete&retryAt=at&retryDelay=soon | retryDelay must be a duration
                    extract:job?claim=skip-locked&done=delete&retryAt=at&deliver=batch | deliver=batch
                    extract:job?claim=skip-locked&done=delete&retryAt=at&mode=incremental&cursor=at | has no position
                    extract:job?claim=skip-locked&done=delete&retryAt=at&outputType=json | outputType
                    extract:job?claim=skip-locked&done=delete&retryAt=at&concurrentConsumers=0 | at least 1
                    extract:job?claim=skip-locked&done=delete&retryAt=at&concurrentConsumers=5 | max-connections is 4
                    extract:job?claim=skip-locked&done=delete&retryAt=at&where=n = :x | :x needs a value of the endpoint
                    extract:job?claim=skip-locked&done=delete&retryAt=at&role=${body} | role
                    extract:job?claim=skip-locked&done=delete&retryAt=at&orderBy=id,, | orderBy must be names
                    extract:job?done=delete | go with claim=skip-locked
                    extract:jobs?claim=skip-locked&done=delete&retryAt=at | PG-504; public.jobs is a view
                    extract:keyless?claim=skip-locked&done=at&retryAt=at | keyless has no primary key
                    extract:nullable?claim=skip-locked&done=at&retryAt=at&keys=code | a row whose code is NULL could not be found again
                    extract:job?claim=skip-locked&done=n&retryAt=done&attempts=n&failure=tries | 4 problems; done=n:<value>; retryAt takes a timestamp; attempts counts in; failure takes text
                    extract:job?claim=skip-locked&done=at_least&retryAt=et&columns=idd,n&orderBy=nn desc | 4 problems; NOT NULL; "et"; "idd"; "nn"
                    extract:job?claim=skip-locked&done=made:2&retryAt=at | the server calculates
                    extract:job?claim=skip-locked&done=delete&maxAttempts=1&setAside=table:small | lacks the columns n, at, at_least
                    extract:job?claim=skip-locked&done=delete&maxAttempts=1&setAside=table:nowhere | there is no such table
                    extract:job?claim=skip-locked&done=id:x&retryAt=at | PG-
                    extract:job?claim=skip-locked&done=delete&retryAt=at&where=nothing > 1 | PG-207
                    """)
    void whatIsWrongIsSaidAtOnce(String uri, String said) {
        String[] parts = said.split("; ");
        assertThatThrownBy(() -> route("pg:" + uri)).satisfies(e -> {
            String all = org.assertj.core.util.Throwables.getStackTrace(e);
            assertThat(all).contains(parts);
        });
    }

    @Test
    void notInTo() {
        assertThatThrownBy(
                        () -> pg.template().sendBody("pg:extract:job?claim=skip-locked&done=delete&retryAt=at", null))
                .hasStackTraceContaining("only be used in from:");
    }

    @Test
    void whatTheUserMayNotDo() throws Exception {
        pg.sql("DROP ROLE IF EXISTS claim_reader; CREATE ROLE claim_reader; GRANT SELECT ON job TO claim_reader;"
                + " GRANT USAGE ON SCHEMA public TO claim_reader");
        try {
            assertThatThrownBy(() -> route("pg:extract:job?claim=skip-locked&done=at&retryAt=at&role=claim_reader"))
                    .hasStackTraceContaining("PG-212");
        } finally {
            pg.sql("DROP OWNED BY claim_reader; DROP ROLE claim_reader");
        }
    }

    @Test
    void theIndexThatWouldHelp() throws Exception {
        pg.sql(
                "CREATE TABLE slow (id int PRIMARY KEY, prio int, \"Done\" boolean NOT NULL DEFAULT false, at timestamptz)");
        String uri = "pg:extract:slow?claim=skip-locked&done=\"Done\"&retryAt=at&orderBy=prio desc,id";
        try (LogCapture log = new LogCapture()) {
            route(uri);
            assertThat(log.text())
                    .contains("CREATE INDEX ON \"public\".\"slow\" (\"prio\" DESC, \"id\") WHERE NOT \"Done\"");
        }
        pg.sql("CREATE INDEX ON \"public\".\"slow\" (\"prio\" DESC, \"id\") WHERE NOT \"Done\"");
        try (LogCapture log = new LogCapture()) {
            route(uri);
            pg.sql("CREATE TABLE small_dead (LIKE small)");
            route("pg:extract:small?claim=skip-locked&done=delete&maxAttempts=1&setAside=table:small_dead");
            assertThat(log.text()).doesNotContain("CREATE INDEX");
        }
    }

    @Test
    void theTableComesLater() throws Exception {
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("pg:extract:later?claim=skip-locked&done=delete&retryAt=at&delay=20&initialDelay=0")
                        .routeId("later")
                        .to("mock:none");
            }
        });
        pg.sql("CREATE TABLE later (id int PRIMARY KEY, at timestamptz); INSERT INTO later VALUES (1), (2)");
        Await.until(
                "they are done", () -> pg.scalar("SELECT count(*) FROM later").equals("0"));
        pg.sql("ALTER TABLE later ADD COLUMN more text; INSERT INTO later VALUES (3), (4)");
        Await.until("they are done", () -> TestPostgres.scalar(pg.database(), "SELECT count(*) FROM later")
                .equals("0"));
        pg.camel().getRouteController().stopRoute("later");
    }
}
