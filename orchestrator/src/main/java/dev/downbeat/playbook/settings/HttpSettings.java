package dev.downbeat.playbook.settings;

import java.time.Duration;
import java.util.Map;

/**
 * How the {@code http} tool calls out.
 *
 * @param maxConnections calls in flight at once in one process; at least 1
 * @param connectTimeout how long a connection may take to open
 * @param timeout how long a call may take that names no timeout of its own
 * @param keepaliveExpiry how long an idle connection is kept
 * @param maxResponseBytes a longer response body is an error
 * @param overrides URL prefix to the base that replaces it; the longest matching prefix wins
 * @param refusePrivateAddresses whether calls to loopback, link-local and private addresses are refused; overridden
 *     targets are exempt
 */
public record HttpSettings(
        int maxConnections,
        Duration connectTimeout,
        Duration timeout,
        Duration keepaliveExpiry,
        long maxResponseBytes,
        Map<String, String> overrides,
        boolean refusePrivateAddresses) {

    /** What holds when nothing is set. */
    public static final HttpSettings DEFAULTS = new HttpSettings(
            100, Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(30), 64L << 20, Map.of(), false);

    public HttpSettings {
        Bounds.atLeast("http.max_connections", maxConnections, 1);
        Bounds.positive("http.connect_timeout", connectTimeout);
        Bounds.positive("http.timeout", timeout);
        Bounds.positive("http.keepalive_expiry", keepaliveExpiry);
        Bounds.atLeast("http.max_response_bytes", maxResponseBytes, 1);
        overrides = Map.copyOf(overrides);
    }

    /** Returns these settings with other host overrides. */
    public HttpSettings withOverrides(Map<String, String> other) {
        return new HttpSettings(
                maxConnections,
                connectTimeout,
                timeout,
                keepaliveExpiry,
                maxResponseBytes,
                other,
                refusePrivateAddresses);
    }
}
