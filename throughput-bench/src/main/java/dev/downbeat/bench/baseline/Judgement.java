package dev.downbeat.bench.baseline;

import dev.downbeat.bench.check.Direction;
import dev.downbeat.bench.statistics.MannWhitney;
import dev.downbeat.bench.statistics.Sample;
import java.util.Locale;

/**
 * Tells whether a figure got worse by more than its noise. Pure.
 *
 * <p>With at least four measurements on one side and five on the other, a change counts when the rank test gives it a chance
 * below 1 % and the medians lie further apart than machines drift between two runs, and than the machine itself was slower.
 * With fewer no test can tell; then it counts beyond both spreads together, and beyond a wider bound.
 *
 * @param direction which way is better
 * @param leastChange the drift between two runs, as a share: what a test within each of them cannot see
 * @param leastUntested the bound where there are too few measurements for a test, as a share
 */
record Judgement(Direction direction, double leastChange, double leastUntested) {
    private static final int ENOUGH = 4;

    // Four that are all worse than four others have a chance of 1 in 70 still.
    private static final int ENOUGH_IN_ALL = 9;

    private static final double CHANCE = 0.01;
    private static final double WORTH_TELLING = 1.1;

    /** Returns whether there are enough measurements for the test. */
    static boolean tested(Sample before, Sample now) {
        return before.size() >= ENOUGH && now.size() >= ENOUGH && before.size() + now.size() >= ENOUGH_IN_ALL;
    }

    /**
     * Judges.
     *
     * @param slowness how many times as slow the machine is as it was: by so much a figure may be worse; 1 or more
     */
    Verdict of(String what, Sample before, Sample measured, double slowness) {
        Sample now = measured.times(direction == Direction.HIGHER ? slowness : 1 / slowness);
        double loss = loss(before.median(), now.median());
        if (tested(before, now)) {
            double chance = chanceOfLoss(before, now);
            if (chance < CHANCE && loss > leastChange) {
                return worse(
                        what,
                        before,
                        measured,
                        "a chance of %.4f over %d and %d repeats".formatted(chance, before.size(), now.size())
                                + told(slowness));
            }
            return unsuspected(what, before, measured, chanceOfLoss(measured, before) < CHANCE && -loss > leastChange);
        }
        double bound = Math.max(leastUntested, before.relativeSpread() + now.relativeSpread());
        if (loss > bound) {
            return worse(
                    what,
                    before,
                    measured,
                    "beyond %.0f %%, the bound for %d and %d repeats".formatted(bound * 100, before.size(), now.size())
                            + told(slowness));
        }
        return unsuspected(what, before, measured, -loss > bound);
    }

    private static String told(double slowness) {
        return slowness < WORTH_TELLING
                ? ""
                : String.format(Locale.ROOT, ", on a machine %.1f times as slow as it was", slowness);
    }

    /** How much worse, as a share of what was; negative for better. */
    private double loss(double before, double now) {
        if (before == 0) {
            return 0;
        }
        return direction == Direction.HIGHER ? 1 - now / before : now / before - 1;
    }

    private double chanceOfLoss(Sample before, Sample now) {
        return direction == Direction.HIGHER
                ? MannWhitney.chanceOfBeingThisLow(before, now)
                : MannWhitney.chanceOfBeingThisLow(now, before);
    }

    private static Verdict worse(String what, Sample before, Sample now, String why) {
        return new Verdict.Worse(what, before.median(), now.median(), why);
    }

    private static Verdict unsuspected(String what, Sample before, Sample now, boolean better) {
        return better
                ? new Verdict.Better(what, before.median(), now.median())
                : new Verdict.Same(what, before.median(), now.median());
    }
}
