    record Order(int nr) {}
    static final Task<Order, Integer> PRICE = Task.of("price", Order.class).returning(Integer.class);
    static final Task<Order, Integer> QUOTE = Task.of("quote", Order.class).returning(Integer.class);
    Order order;
    List<Order> orders;
