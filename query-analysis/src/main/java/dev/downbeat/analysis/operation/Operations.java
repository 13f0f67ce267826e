package dev.downbeat.analysis.operation;

import dev.downbeat.analysis.distribution.Distribution;
import java.util.ArrayList;
import java.util.List;

/** The production statements, with parameters that fit what {@link dev.downbeat.analysis.distribution.Loader} loads. */
public final class Operations {
    private Operations() {}

    /** Returns the operations that make sense on the distribution. */
    public static List<Operation> on(Distribution distribution) {
        List<Operation> operations = new ArrayList<>();
        operations.addAll(ClaimOperations.on(distribution.volume()));
        operations.addAll(FlushOperations.all());
        operations.addAll(CareOperations.all());
        return operations;
    }
}
