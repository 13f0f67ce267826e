    record Receipt(long order) {}
    static class Mail {
        void fails() {}
        void works() {}
    }
    record SendHandler(Mail mail) implements Handler<Receipt, Integer> {
        public Integer handle(Receipt receipt, TaskContext context) { return 1; }
    }
    static final Task<Receipt, Integer> SEND = Task.of("send", Receipt.class).returning(Integer.class);
    final Mail mail = new Mail();
    final Receipt receipt = new Receipt(7);
