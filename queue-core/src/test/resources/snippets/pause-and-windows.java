    record Order(int nr) {}
    static final Task<String, Void> SEND_RECEIPT = Task.of("send-receipt", String.class);
