    static void mail(String address) {}
