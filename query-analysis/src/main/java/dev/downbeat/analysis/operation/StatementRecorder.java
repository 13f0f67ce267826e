package dev.downbeat.analysis.operation;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * Stands between production code and its database and keeps the text of every statement that passes, its values written in:
 * so code that does not hand out its statement can be explained as well. Not thread-safe.
 */
final class StatementRecorder {
    private final Set<String> texts = new LinkedHashSet<>();
    private final Connection connection;

    /**
     * Records on this connection.
     *
     * @param connection stays the caller's: whoever closes one that it was handed, closes nothing
     */
    StatementRecorder(Connection connection) {
        this.connection = connection;
    }

    /** Returns a source of the one connection. */
    DataSource dataSource() {
        return proxy(DataSource.class, (self, method, arguments) -> {
            if (method.getName().equals("getConnection")) {
                return connection();
            }
            throw new UnsupportedOperationException(method.getName());
        });
    }

    /** Returns what passed, each text once, in order; what only sets the session left out. */
    List<String> texts() {
        return texts.stream()
                .filter(text -> text.matches("(?is)\\s*(select|with|insert|update|delete).*"))
                .toList();
    }

    private Connection connection() {
        return proxy(Connection.class, (self, method, arguments) -> {
            if (method.getName().equals("close")) {
                return null;
            }
            Object answer = call(connection, method, arguments);
            return answer instanceof PreparedStatement statement ? recorded(statement) : answer;
        });
    }

    private PreparedStatement recorded(PreparedStatement statement) {
        return proxy(PreparedStatement.class, (self, method, arguments) -> {
            if (method.getName().startsWith("execute") && arguments == null) {
                texts.add(text(statement));
            }
            return call(statement, method, arguments);
        });
    }

    /** The driver's own statement tells its text with its values; a pool's wrapper does not. */
    private static String text(PreparedStatement statement) throws SQLException {
        return statement.isWrapperFor(PGStatement.class)
                ? statement.unwrap(PGStatement.class).toString()
                : statement.toString();
    }

    private static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            throw cause == null ? e : cause;
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(StatementRecorder.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
