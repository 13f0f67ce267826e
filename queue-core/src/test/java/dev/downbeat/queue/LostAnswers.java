package dev.downbeat.queue;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;

/** Loses answers on their way: the server has done what it was asked for, and whoever asked is told of a broken connection. */
final class LostAnswers {

    private final List<String> texts;
    private final CountDownLatch lost = new CountDownLatch(1);

    /**
     * @param texts of which the statement holds one
     */
    LostAnswers(String... texts) {
        this.texts = List.of(texts);
    }

    /** Waits until an answer is lost. */
    void await() throws InterruptedException {
        lost.await();
    }

    DataSource over(DataSource source) {
        return wrap(DataSource.class, (proxy, method, arguments) -> {
            Object result = call(source, method, arguments);
            return result instanceof Connection connection ? over(connection) : result;
        });
    }

    private Connection over(Connection connection) {
        return wrap(Connection.class, (proxy, method, arguments) -> {
            Object result = call(connection, method, arguments);
            boolean watched = result instanceof PreparedStatement
                    && texts.stream().anyMatch(String.valueOf(arguments[0])::contains);
            return watched ? over((PreparedStatement) result) : result;
        });
    }

    private PreparedStatement over(PreparedStatement statement) {
        return wrap(PreparedStatement.class, (proxy, method, arguments) -> {
            Object result = call(statement, method, arguments);
            if (result instanceof ResultSet rows && rows.isBeforeFirst()) {
                lost.countDown();
                throw new SQLException("the answer is lost", "08006");
            }
            return result;
        });
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T wrap(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(LostAnswers.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
