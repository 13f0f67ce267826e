    record Payment(int amount) {}
    static final Task<Order, Void> BILL = Task.of("bill", Order.class);
    static final Task<Order, Void> DECLARE = Task.of("declare", Order.class);
    Payment payment;
    Order order;
