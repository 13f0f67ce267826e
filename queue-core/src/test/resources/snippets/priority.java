    static final Task<String, Void> SEND_RECEIPT = Task.of("send-receipt", String.class);
    String receipt;
