package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.util.regex.Pattern;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.MappedSchema;
import org.jooq.conf.RenderMapping;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;

/**
 * The database schema of one installation, which every statement is rendered for.
 *
 * @param name lower case letters, digits and underscores, so that it never needs a quote; at most 63
 */
public record SchemaName(String name) {

    private static final Pattern VALID = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

    /** Where an installation stands unless somebody says otherwise. */
    public static final SchemaName DEFAULT = new SchemaName("downbeat");

    public SchemaName {
        if (!VALID.matcher(name).matches()) {
            throw new IllegalArgumentException("expected a schema name matching %s, got %s".formatted(VALID, name));
        }
    }

    /** Returns the statement text for this schema. */
    public String render(String template) {
        return template.replace("${schema}", name);
    }

    /** The channel on which this installation notifies. */
    public String channel() {
        return name;
    }

    /** Returns jOOQ on the connection, its generated tables mapped to this schema. */
    public DSLContext jooq(Connection connection) {
        return DSL.using(connection, SQLDialect.POSTGRES, settings());
    }

    private Settings settings() {
        return new Settings()
                .withRenderMapping(new RenderMapping()
                        .withSchemata(new MappedSchema().withInput("downbeat").withOutput(name)));
    }
}
