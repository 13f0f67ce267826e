package dev.downbeat.schema;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a PostgreSQL server is and as whom to connect, read from either spelling that users have:
 * {@code jdbc:postgresql://host:port/database?user=…&password=…} or {@code postgres://user:password@host:port/database}.
 *
 * <p>{@link #toString()} shows no password. Immutable.
 *
 * @param server host and port as the URL gives them, for example {@code localhost:5432}; several, separated by commas, are allowed
 * @param database the database's name
 * @param user the role to connect as; empty: the driver's default
 * @param password the role's password; empty: none
 * @param options the driver's other properties, in the order of their names
 */
public record DatabaseUrl(
        String server, String database, Optional<String> user, Optional<String> password, Map<String, String> options) {
    private static final String JDBC = "jdbc:";

    public DatabaseUrl {
        options = Map.copyOf(options);
    }

    /**
     * Reads a URL.
     *
     * @throws IllegalArgumentException if it is not a PostgreSQL URL; the message says what was expected
     */
    public static DatabaseUrl parse(String text) {
        String url = text.startsWith(JDBC) ? text.substring(JDBC.length()) : text;
        if (!url.startsWith("postgresql://") && !url.startsWith("postgres://")) {
            throw invalid("it does not start with jdbc:postgresql:// or postgres://");
        }
        URI uri = uri(url);
        String authority = Optional.ofNullable(uri.getRawAuthority()).orElse("");
        int at = authority.lastIndexOf('@');
        Map<String, String> options = options(uri.getRawQuery());
        Optional<String> user = Optional.ofNullable(options.remove("user"));
        Optional<String> password = Optional.ofNullable(options.remove("password"));
        if (at >= 0) {
            String[] userInfo = authority.substring(0, at).split(":", 2);
            user = Optional.of(decode(userInfo[0]));
            password = userInfo.length == 2 ? Optional.of(decode(userInfo[1])) : password;
        }
        String server = authority.substring(at + 1);
        if (server.isEmpty()) {
            throw invalid("it names no host");
        }
        String path = Optional.ofNullable(uri.getRawPath()).orElse("");
        String database = path.length() > 1 ? decode(path.substring(1)) : user.orElse("postgres");
        return new DatabaseUrl(server, database, user, password, options);
    }

    /** Returns the URL for the JDBC driver, without user and password. */
    public String jdbc() {
        var query = new StringBuilder();
        new TreeMap<>(options)
                .forEach((name, value) -> query.append(query.isEmpty() ? '?' : '&')
                        .append(encode(name))
                        .append('=')
                        .append(encode(value)));
        return "jdbc:postgresql://" + server + "/" + encode(database) + query;
    }

    /**
     * Returns the whole URL, password included, in the form that {@link #parse} reads: for a child process' environment,
     * never for people, logs or command lines.
     */
    public String withSecrets() {
        String credentials = user.map(name -> encode(name)
                        + password.map(secret -> ":" + encode(secret)).orElse("") + "@")
                .orElse("");
        return jdbc().substring(JDBC.length()).replace("postgresql://", "postgresql://" + credentials);
    }

    /** Returns the same server and role, another database on it. */
    public DatabaseUrl withDatabase(String name) {
        return new DatabaseUrl(server, name, user, password, options);
    }

    @Override
    public String toString() {
        return "postgresql://" + user.map(name -> name + "@").orElse("") + server + "/" + database;
    }

    private static URI uri(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            // The reason alone: the exception's own message repeats the text, password included.
            throw invalid(e.getReason());
        }
    }

    private static Map<String, String> options(@Nullable String query) {
        var options = new LinkedHashMap<String, String>();
        if (query != null) {
            for (String pair : query.split("&", -1)) {
                String[] parts = pair.split("=", 2);
                if (!parts[0].isEmpty()) {
                    options.put(decode(parts[0]), parts.length == 2 ? decode(parts[1]) : "");
                }
            }
        }
        return options;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static IllegalArgumentException invalid(String why) {
        return new IllegalArgumentException("Database URL not understood: " + why
                + ". Expected jdbc:postgresql://host:port/database or postgres://user:password@host:port/database.");
    }
}
