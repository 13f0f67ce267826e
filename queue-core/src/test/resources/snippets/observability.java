    record Mail() {
        void send(String receipt) {}
    }
    // Stands for the registry of micrometer-registry-prometheus, which the library itself does not need.
    enum PrometheusConfig { DEFAULT }
    static class PrometheusMeterRegistry extends io.micrometer.core.instrument.simple.SimpleMeterRegistry {
        PrometheusMeterRegistry(PrometheusConfig config) {}
    }
    static final Task<String, Void> SEND_RECEIPT = Task.of("send-receipt", String.class);
    Mail mail = new Mail();
