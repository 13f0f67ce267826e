package dev.downbeat.bench.statistics;

/**
 * The rank test of Mann and Whitney, one-sided: how likely it is that figures this low come from what gave the others.
 *
 * <p>It assumes nothing about how figures are distributed, which for throughput is just as well. Exact for samples without
 * ties; ties count half, which errs towards no alarm.
 */
public final class MannWhitney {
    private MannWhitney() {}

    /**
     * Returns the chance of a rank sum as low as that of {@code tested}, if both samples had one source.
     *
     * @param reference what went before
     * @param tested what is suspected of being lower
     */
    public static double chanceOfBeingThisLow(Sample reference, Sample tested) {
        double wins = 0;
        for (double low : tested.values()) {
            for (double high : reference.values()) {
                wins += low > high ? 1 : low == high ? 0.5 : 0;
            }
        }
        return lowerTail(reference.size(), tested.size(), (int) Math.ceil(wins));
    }

    /** The share of all interleavings of the two samples with at most so many wins. */
    private static double lowerTail(int reference, int tested, int wins) {
        double[] counts = interleavings(reference, tested);
        double all = 0;
        double low = 0;
        for (int i = 0; i < counts.length; i++) {
            all += counts[i];
            low += i <= wins ? counts[i] : 0;
        }
        return low / all;
    }

    /** How many interleavings have 0, 1, 2 … wins: the coefficients of a Gaussian binomial. */
    private static double[] interleavings(int reference, int tested) {
        double[] counts = new double[reference * tested + 1];
        counts[0] = 1;
        for (int i = 1; i <= tested; i++) {
            for (int at = counts.length - 1; at >= reference + i; at--) {
                counts[at] -= counts[at - reference - i];
            }
            for (int at = i; at < counts.length; at++) {
                counts[at] += counts[at - i];
            }
        }
        return counts;
    }
}
