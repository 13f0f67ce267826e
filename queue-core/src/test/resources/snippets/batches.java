    static final Task<String, Void> LINES = Task.of("lines", String.class).batches(100, Duration.ofSeconds(1));
    static Map<Long, Integer> copyIn(List<BatchItem<Row>> items) { return Map.of(); }
    static void append(List<BatchItem<String>> items) {}
