package dev.downbeat.analysis.operation;

import dev.downbeat.analysis.plan.Bound;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Stands between production code and its database and keeps every statement that passes with its values: so code that does
 * not hand out its statements, or runs several in a row, can be explained as well. Not thread-safe.
 */
final class StatementRecorder {
    /** What only sets the session, or sends a message, has no plan. */
    private static final Pattern WITHOUT_A_PLAN = Pattern.compile(
            "(?is)\\s*(?!select|with|insert|update|delete).*|\\s*select\\s+(pg_notify|set_config|pg_advisory\\w*)\\(.*");

    private final Map<String, Bound> statements = new LinkedHashMap<>();
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

    /** Returns the connection that records. */
    Connection connection() {
        return proxy(Connection.class, (self, method, arguments) -> {
            if (method.getName().equals("close")) {
                return null;
            }
            Object answer = call(connection, method, arguments);
            return answer instanceof PreparedStatement statement && arguments != null
                    ? recorded(statement, new Places((String) arguments[0]))
                    : answer;
        });
    }

    /** Returns what passed in order, each text once with the values of its first run. */
    List<Bound> statements() {
        return List.copyOf(statements.values());
    }

    private PreparedStatement recorded(PreparedStatement statement, Places places) {
        Map<Integer, @Nullable Object> values = new HashMap<>();
        return proxy(PreparedStatement.class, (self, method, arguments) -> {
            String name = method.getName();
            if (name.startsWith("execute") && arguments == null && !isWithoutAPlan(places.open())) {
                statements.putIfAbsent(places.open(), places.bound(values));
            } else if (name.startsWith("set") && arguments != null && arguments.length > 1) {
                values.put((Integer) arguments[0], name.equals("setNull") ? null : arguments[1]);
            }
            return call(statement, method, arguments);
        });
    }

    private static boolean isWithoutAPlan(String text) {
        return WITHOUT_A_PLAN.matcher(text).matches();
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
