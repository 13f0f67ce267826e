package dev.downbeat.playbook.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Numbers as Python has them: integers without bound (within reason), and floats. */
final class Numbers {

    private static final BigInteger MIN_LONG = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MAX_LONG = BigInteger.valueOf(Long.MAX_VALUE);
    private static final int MAX_BITS = 100_000;

    private Numbers() {}

    /** Returns a number for a number or a boolean, null for anything else. */
    static @Nullable Number of(@Nullable Object value) {
        if (value instanceof Boolean truth) {
            return truth ? 1 : 0;
        }
        return value instanceof Number number ? number : null;
    }

    static boolean isInteger(Number number) {
        return number instanceof Integer
                || number instanceof Long
                || number instanceof BigInteger
                || number instanceof Short
                || number instanceof Byte;
    }

    /** Returns the smallest of Integer, Long and BigInteger that holds the value. */
    static Number narrow(BigInteger value) {
        if (value.bitLength() > MAX_BITS) {
            throw Fail.limit("number has more than " + MAX_BITS + " bits");
        }
        if (value.compareTo(MIN_LONG) < 0 || value.compareTo(MAX_LONG) > 0) {
            return value;
        }
        return narrow(value.longValue());
    }

    static Number narrow(long value) {
        if (value == (int) value) {
            return (int) value;
        }
        return value;
    }

    static BigInteger big(Number number) {
        return number instanceof BigInteger big ? big : BigInteger.valueOf(number.longValue());
    }

    static BigDecimal decimal(Number number) {
        if (number instanceof BigDecimal decimal) {
            return decimal;
        }
        return isInteger(number) ? new BigDecimal(big(number)) : BigDecimal.valueOf(number.doubleValue());
    }

    static Number add(Number a, Number b) {
        return isInteger(a) && isInteger(b) ? narrow(big(a).add(big(b))) : (Number) (a.doubleValue() + b.doubleValue());
    }

    static Number subtract(Number a, Number b) {
        return isInteger(a) && isInteger(b)
                ? narrow(big(a).subtract(big(b)))
                : (Number) (a.doubleValue() - b.doubleValue());
    }

    static Number multiply(Number a, Number b) {
        return isInteger(a) && isInteger(b)
                ? narrow(big(a).multiply(big(b)))
                : (Number) (a.doubleValue() * b.doubleValue());
    }

    /** Divides to a float, also two integers. */
    static Number divide(Number a, Number b) {
        requireNonZero(b);
        return a.doubleValue() / b.doubleValue();
    }

    /** Divides and rounds towards minus infinity. */
    static Number floorDivide(Number a, Number b) {
        requireNonZero(b);
        if (isInteger(a) && isInteger(b)) {
            BigInteger[] parts = big(a).divideAndRemainder(big(b));
            boolean down = parts[1].signum() != 0 && parts[1].signum() != big(b).signum();
            return narrow(down ? parts[0].subtract(BigInteger.ONE) : parts[0]);
        }
        return Math.floor(a.doubleValue() / b.doubleValue());
    }

    /** Returns the remainder, with the sign of the divisor. */
    static Number modulo(Number a, Number b) {
        requireNonZero(b);
        if (isInteger(a) && isInteger(b)) {
            BigInteger rest = big(a).mod(big(b).abs());
            return narrow(big(b).signum() < 0 && rest.signum() != 0 ? rest.add(big(b)) : rest);
        }
        double rest = a.doubleValue() % b.doubleValue();
        return rest != 0 && (rest < 0) != (b.doubleValue() < 0) ? rest + b.doubleValue() : rest;
    }

    static Number power(Number a, Number b) {
        if (isInteger(a) && isInteger(b) && big(b).signum() >= 0) {
            if (big(a).abs().bitLength() > 1
                    && (big(b).bitLength() > 20 || big(a).bitLength() * b.longValue() > MAX_BITS)) {
                throw Fail.limit("number has more than " + MAX_BITS + " bits");
            }
            int exponent = big(a).abs().bitLength() > 1 ? b.intValue() : big(b).testBit(0) ? 1 : 2;
            return narrow(big(b).signum() == 0 ? BigInteger.ONE : big(a).pow(exponent));
        }
        return Math.pow(a.doubleValue(), b.doubleValue());
    }

    static int compare(Number a, Number b) {
        if (isInteger(a) && isInteger(b)) {
            return big(a).compareTo(big(b));
        }
        double x = a.doubleValue();
        double y = b.doubleValue();
        if (Double.isFinite(x) && Double.isFinite(y)) {
            return decimal(a).compareTo(decimal(b));
        }
        return Double.compare(x, y);
    }

    /** Rounds half to even, as Python does; {@code digits} may be negative. */
    static Number round(Number number, int digits) {
        if (isInteger(number) && digits >= 0) {
            return number;
        }
        if (!Double.isFinite(number.doubleValue())) {
            return number;
        }
        BigDecimal exact = number instanceof BigDecimal || isInteger(number)
                ? decimal(number)
                : new BigDecimal(number.doubleValue());
        BigDecimal rounded = exact.setScale(Math.clamp(digits, -300, 300), RoundingMode.HALF_EVEN);
        return isInteger(number) ? narrow(rounded.toBigInteger()) : (Number) rounded.doubleValue();
    }

    private static void requireNonZero(Number number) {
        if (number.doubleValue() == 0) {
            throw Fail.type("division by zero");
        }
    }
}
