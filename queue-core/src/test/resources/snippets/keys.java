    static final Task<String, Void> REBUILD = Task.of("rebuild", String.class);
    static final Task<String, Void> WELCOME = Task.of("welcome", String.class);
    static final Task<String, Void> SYNC = Task.of("sync", String.class);
    static final Task<String, Void> INDEX = Task.of("index", String.class);
    String shop, user, page;
