package dev.downbeat.queue.fault;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * Ends this process without a farewell, as kill -9 does, when it passes one stage for the nth time. Statements are seen
 * through the data source that it wraps, handlers tell by themselves. Safe from any thread.
 */
final class Guillotine {

    private static final int KILLED = 137;

    private final Stage stage;
    private final AtomicInteger left;

    /**
     * @param passes at which pass of the stage; 1 is the first
     */
    Guillotine(Stage stage, int passes) {
        this.stage = stage;
        this.left = new AtomicInteger(passes);
    }

    /** Called where a handler is at the stage. */
    void passing(Stage here) {
        if (here == stage && left.decrementAndGet() == 0) {
            Runtime.getRuntime().halt(KILLED);
        }
    }

    DataSource over(DataSource source) {
        return wrap(DataSource.class, source, (proxy, method, arguments) -> {
            Object result = call(source, method, arguments);
            return result instanceof Connection connection ? over(connection) : result;
        });
    }

    private Connection over(Connection connection) {
        return wrap(Connection.class, connection, (proxy, method, arguments) -> {
            Object result = call(connection, method, arguments);
            boolean watched = result instanceof PreparedStatement && stage.isAt(String.valueOf(arguments[0]));
            return watched ? over((PreparedStatement) result) : result;
        });
    }

    private PreparedStatement over(PreparedStatement statement) {
        return wrap(PreparedStatement.class, statement, (proxy, method, arguments) -> {
            boolean executes = method.getName().startsWith("execute");
            if (executes && stage.isBefore()) {
                passing(stage);
            }
            Object result = call(statement, method, arguments);
            if (executes && !stage.isBefore()) {
                passing(stage);
            }
            return result;
        });
    }

    private static Object call(Object target, java.lang.reflect.Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T wrap(Class<T> type, T target, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(target.getClass().getClassLoader(), new Class<?>[] {type}, handler));
    }
}
