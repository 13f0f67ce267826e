package dev.downbeat.schema.testing;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Lets a test stand between a data source's user and the server, wherever a prepared statement is executed. Safe from any thread. */
public final class WatchedStatements {

    /** One execution of a statement, as it would be without anybody in between. */
    @FunctionalInterface
    public interface Execution {
        @Nullable
        Object proceed() throws Throwable;
    }

    /** Who stands in between: what it returns or throws is what the user sees. */
    @FunctionalInterface
    public interface Watcher {
        @Nullable
        Object executing(Execution execution) throws Throwable;
    }

    private final Predicate<String> texts;
    private final Watcher watcher;

    private WatchedStatements(Predicate<String> texts, Watcher watcher) {
        this.texts = texts;
        this.watcher = watcher;
    }

    /** Returns the source with the watcher at each statement whose text is one of these. */
    public static DataSource over(DataSource source, Predicate<String> texts, Watcher watcher) {
        return new WatchedStatements(texts, watcher).over(source);
    }

    private DataSource over(DataSource source) {
        return wrap(DataSource.class, (proxy, method, arguments) -> {
            Object result = call(source, method, arguments);
            return result instanceof Connection connection ? over(connection) : result;
        });
    }

    private Connection over(Connection connection) {
        return wrap(Connection.class, (proxy, method, arguments) -> {
            Object result = call(connection, method, arguments);
            return result instanceof PreparedStatement statement && texts.test(String.valueOf(arguments[0]))
                    ? over(statement)
                    : result;
        });
    }

    private PreparedStatement over(PreparedStatement statement) {
        return wrap(
                PreparedStatement.class,
                (proxy, method, arguments) -> method.getName().startsWith("execute")
                        ? watcher.executing(() -> call(statement, method, arguments))
                        : call(statement, method, arguments));
    }

    private static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T wrap(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(WatchedStatements.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
