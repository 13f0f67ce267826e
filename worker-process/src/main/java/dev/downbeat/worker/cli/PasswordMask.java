package dev.downbeat.worker.cli;

/** Hides the password of a database URL. */
final class PasswordMask {
    private PasswordMask() {}

    static String mask(String url) {
        return url.replaceAll("(://[^/@:]*):[^/@]*@", "$1:…@").replaceAll("([?&]password=)[^&]*", "$1…");
    }
}
