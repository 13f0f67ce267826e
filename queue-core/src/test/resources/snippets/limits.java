    record Import(String tenantId) {}
