package dev.downbeat.queue.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Decides, without the database, which executions may start under their limits. */
final class Admission {

    private Admission() {}

    /**
     * One execution that could be claimed.
     *
     * @param keys its key under each limit, in the order of the allowances
     */
    record Candidate(long id, int taskId, List<String> keys) {

        Candidate {
            keys = List.copyOf(keys);
        }
    }

    /** What one limit still allows, by key. For one thread. */
    static final class Allowance {

        private final StoredLimit limit;
        private final Map<String, Integer> left = new HashMap<>();
        private final Map<String, Integer> taken = new HashMap<>();
        private final Map<String, Double> tokens = new HashMap<>();
        private final Set<String> told = new HashSet<>();

        Allowance(StoredLimit limit) {
            this.limit = limit;
        }

        StoredLimit limit() {
            return limit;
        }

        /** Tells what is left for a key; a key never mentioned has the whole amount. */
        void left(String key, int count) {
            left.put(key, count);
        }

        /** Tells which tokens a key has; a key never mentioned has the whole amount. */
        void tokens(String key, double there) {
            tokens.put(key, there);
            left.put(key, TokenBucket.whole(there));
        }

        /** Returns those of the keys whose tokens nobody told yet; from now on they count as told. */
        Set<String> untold(Set<String> keys) {
            var untold = new HashSet<>(keys);
            untold.removeAll(told);
            told.addAll(untold);
            return untold;
        }

        double tokensLeft(String key) {
            return Math.max(0, tokens.getOrDefault(key, (double) limit.amount()) - taken.getOrDefault(key, 0));
        }

        boolean allows(Candidate candidate, String key) {
            return !limit.covers(candidate.taskId()) || left.getOrDefault(key, limit.amount()) > 0;
        }

        void take(Candidate candidate, String key) {
            if (limit.covers(candidate.taskId())) {
                left.merge(key, limit.amount() - 1, (old, fresh) -> old - 1);
                taken.merge(key, 1, Integer::sum);
            }
        }

        /** How much was taken, by key. */
        Map<String, Integer> taken() {
            return taken;
        }
    }

    /** Returns the ids that may start, at most {@code want}, in the order of the candidates; takes their allowances. */
    static List<Long> admit(List<Candidate> candidates, List<Allowance> allowances, int want) {
        var admitted = new ArrayList<Long>();
        for (Candidate candidate : candidates) {
            if (admitted.size() == want) {
                break;
            }
            if (allAllow(candidate, allowances)) {
                for (int i = 0; i < allowances.size(); i++) {
                    allowances.get(i).take(candidate, candidate.keys().get(i));
                }
                admitted.add(candidate.id());
            }
        }
        return admitted;
    }

    private static boolean allAllow(Candidate candidate, List<Allowance> allowances) {
        for (int i = 0; i < allowances.size(); i++) {
            if (!allowances.get(i).allows(candidate, candidate.keys().get(i))) {
                return false;
            }
        }
        return true;
    }
}
