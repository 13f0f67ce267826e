    record Order(int nr) {}
