package dev.downbeat.schema;

/** The version of the schema that this program brings: the number of its changelog files. */
public final class SchemaVersion {
    /** The version that {@link SchemaInstaller} installs; a test counts the changelogs against it. */
    public static final int CURRENT = 2;

    private SchemaVersion() {}
}
