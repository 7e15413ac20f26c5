package io.camelpg.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.error.PgException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;

class IdentifierPropertyTest {

    @Property
    void theLexerReadsBackWhatWasQuoted(@ForAll @StringLength(max = 70) String name) {
        if (!isName(name)) {
            assertThatThrownBy(() -> Identifier.quote(name)).isInstanceOf(PgException.class);
            return;
        }
        String quoted = Identifier.quote(name);
        List<Token> tokens = SqlLexer.tokens(quoted);
        assertThat(tokens).containsExactly(new Token(TokenKind.QUOTED_IDENTIFIER, 0, quoted.length()));
        assertThat(Names.value(quoted, Names.BACKSLASH)).isEqualTo(name);
    }

    @Property
    void tableNamesReadBackWhatTheyPrint(
            @ForAll @StringLength(max = 20) String schema, @ForAll @StringLength(max = 20) String name) {
        if (isName(schema) && isName(name)) {
            TableName table = new TableName(schema, name);
            assertThat(TableName.parse(table.toString())).isEqualTo(table);
            assertThat(TableName.parse(table.quoted())).isEqualTo(table);
        }
    }

    static boolean isName(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return bytes.length >= 1
                && bytes.length <= 63
                && name.indexOf(0) < 0
                && new String(bytes, StandardCharsets.UTF_8).equals(name);
    }
}
