    record Receipt(long order) {}
