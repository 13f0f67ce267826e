package dev.downbeat.queue;

import java.time.Duration;

/** Three generations of tasks. */
abstract class ChildrenTestBase extends QueueTestBase {

    static final Duration LIMIT = Duration.ofSeconds(60);
    static final RetryPolicy AT_ONCE = RetryPolicy.fixed(3, Duration.ZERO);
    static final Task<Integer, Integer> PARENT =
            Task.of("parent", Integer.class).returning(Integer.class).retry(AT_ONCE);
    static final Task<Integer, Integer> CHILD =
            Task.of("child", Integer.class).returning(Integer.class).retry(AT_ONCE);
    static final Task<Integer, Integer> GRANDCHILD =
            Task.of("grandchild", Integer.class).returning(Integer.class).retry(RetryPolicy.never());
}
