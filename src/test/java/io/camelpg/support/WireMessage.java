package io.camelpg.support;

import java.util.function.Predicate;

/**
 * One message of the frontend/backend protocol, version 3, as the proxy saw it.
 *
 * @param sender who sent it; letters mean different things by sender ({@code S} is Sync or ParameterStatus)
 * @param type the letter of "Message Formats" in PostgreSQL's documentation
 * @param number the how manieth of this sender and type since the last reset, from 1, over all connections
 * @param text the SQL of Parse, Bind, Execute and Query, the tag of CommandComplete, the state of ReadyForQuery
 *     ({@code I}, {@code T}, {@code E}), the SQLSTATE of ErrorResponse, the process of BackendKeyData; empty for all others
 */
public record WireMessage(Sender sender, char type, long number, String text) {

    public enum Sender {
        CLIENT,
        SERVER
    }

    /** Any message of this letter from the client. */
    public static Predicate<WireMessage> client(char type) {
        return message -> message.sender == Sender.CLIENT && message.type == type;
    }

    /** Any message of this letter from the server. */
    public static Predicate<WireMessage> server(char type) {
        return message -> message.sender == Sender.SERVER && message.type == type;
    }

    /** A statement that contains this text, sent by Parse or by Query. */
    public static Predicate<WireMessage> statement(String part) {
        return client('P').or(client('Q')).and(message -> message.text.contains(part));
    }

    /** The Execute of a statement that begins with this text. */
    public static Predicate<WireMessage> executes(String beginning) {
        return client('E').and(message -> message.text.startsWith(beginning));
    }

    /** The server's word that a command is done, by its tag, such as {@code COMMIT} or {@code INSERT 0 1}. */
    public static Predicate<WireMessage> completed(String tag) {
        return server('C').and(message -> message.text.equals(tag));
    }

    /** The how manieth message since the last reset, from 1: {@code client('S').and(nth(3))}. */
    public static Predicate<WireMessage> nth(long number) {
        return message -> message.number == number;
    }
}
