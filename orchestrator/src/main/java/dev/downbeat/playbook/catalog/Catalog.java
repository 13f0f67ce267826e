package dev.downbeat.playbook.catalog;

import static dev.downbeat.schema.jooq.Tables.PLAYBOOK;

import dev.downbeat.playbook.graph.Metadata;
import dev.downbeat.playbook.parse.Fault;
import dev.downbeat.playbook.parse.ParseOptions;
import dev.downbeat.playbook.parse.Parsed;
import dev.downbeat.playbook.parse.PlaybookParser;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The registered playbooks. A version never changes, so each is compiled once in a process and kept while it is among
 * the last used. Safe from any thread.
 */
public final class Catalog {
    private static final int COMPILED_KEPT = 256;

    private final DSLContext sql;
    private final ParseOptions options;
    private final Map<Long, Compiled> compiled = Collections.synchronizedMap(new LastUsed());

    /** Reads and writes with this context; texts are judged by these options. */
    public Catalog(DSLContext sql, ParseOptions options) {
        this.sql = sql;
        this.options = options;
    }

    /**
     * Registers a text under its own path; identical content keeps its version.
     *
     * @throws dev.downbeat.playbook.parse.PlaybookInvalidException with every fault, when it is not valid
     */
    public Registered register(String text, boolean strict) {
        Parsed parsed = PlaybookParser.parse(text, options.withStrict(strict));
        List<String> warnings = parsed.warnings().stream().map(Fault::toString).toList();
        Metadata metadata = parsed.playbook().metadata();
        byte[] digest = digest(text);
        return sql.transactionResult(transaction -> {
            DSLContext in = transaction.dsl();
            // One registration of a path at a time: two with the same text must not make two versions.
            in.execute("select pg_advisory_xact_lock(hashtextextended({0}, 7))", DSL.val(metadata.path()));
            var newest = in.select(PLAYBOOK.PLAYBOOK_ID, PLAYBOOK.VERSION, PLAYBOOK.DIGEST)
                    .from(PLAYBOOK)
                    .where(PLAYBOOK.PATH.eq(metadata.path()))
                    .orderBy(PLAYBOOK.VERSION.desc())
                    .limit(1)
                    .fetchOne();
            if (newest != null && MessageDigest.isEqual(newest.value3(), digest)) {
                return new Registered(newest.value1(), metadata.path(), newest.value2(), false, warnings);
            }
            int version = newest == null ? 1 : newest.value2() + 1;
            long id = in.insertInto(PLAYBOOK)
                    .set(PLAYBOOK.PATH, metadata.path())
                    .set(PLAYBOOK.VERSION, version)
                    .set(PLAYBOOK.NAME, metadata.name())
                    .set(PLAYBOOK.DESCRIPTION, metadata.description())
                    .set(PLAYBOOK.DIGEST, digest)
                    .set(PLAYBOOK.SOURCE, text)
                    .returningResult(PLAYBOOK.PLAYBOOK_ID)
                    .fetchSingle()
                    .value1();
            return new Registered(id, metadata.path(), version, true, warnings);
        });
    }

    /** Returns the newest version of every playbook, by path. */
    public List<CatalogEntry> newest() {
        return sql.selectDistinct(PLAYBOOK.asterisk())
                .on(PLAYBOOK.PATH)
                .from(PLAYBOOK)
                .orderBy(PLAYBOOK.PATH, PLAYBOOK.VERSION.desc())
                .fetch(Catalog::entry);
    }

    /** Returns one version of a playbook, the newest when none is asked for; empty when there is none. */
    public Optional<CatalogEntry> find(String path, @Nullable Integer version) {
        return sql.select(PLAYBOOK.asterisk())
                .from(PLAYBOOK)
                .where(PLAYBOOK.PATH.eq(path), version == null ? DSL.noCondition() : PLAYBOOK.VERSION.eq(version))
                .orderBy(PLAYBOOK.VERSION.desc())
                .limit(1)
                .fetchOptional(Catalog::entry);
    }

    /**
     * Returns one version of a playbook ready to run, the newest when none is asked for.
     *
     * @throws UnknownPlaybookException if the catalog does not have it
     */
    public Compiled require(String path, @Nullable Integer version) {
        Long id = sql.select(PLAYBOOK.PLAYBOOK_ID)
                .from(PLAYBOOK)
                .where(PLAYBOOK.PATH.eq(path), version == null ? DSL.noCondition() : PLAYBOOK.VERSION.eq(version))
                .orderBy(PLAYBOOK.VERSION.desc())
                .limit(1)
                .fetchOne(PLAYBOOK.PLAYBOOK_ID);
        if (id == null) {
            throw new UnknownPlaybookException(path, version == null ? "" : ", version=" + version, nearest(path));
        }
        return compiled(id);
    }

    /** Returns a version ready to run by its id. */
    public Compiled compiled(long playbookId) {
        Compiled known = compiled.get(playbookId);
        return known == null ? compile(sql, playbookId) : known;
    }

    /** Returns a version ready to run by its id, read with the caller's own connection if need be. */
    public Compiled compiled(Connection connection, long playbookId) {
        Compiled known = compiled.get(playbookId);
        return known == null ? compile(DSL.using(connection, SQLDialect.POSTGRES), playbookId) : known;
    }

    private Compiled compile(DSLContext sql, long playbookId) {
        CatalogEntry entry = sql.select(PLAYBOOK.asterisk())
                .from(PLAYBOOK)
                .where(PLAYBOOK.PLAYBOOK_ID.eq(playbookId))
                .fetchSingle(Catalog::entry);
        // It was judged when it was registered, perhaps by a process with other tools: kinds are not judged again.
        Parsed parsed = PlaybookParser.parse(entry.source(), options.withStrict(false));
        Compiled made = new Compiled(playbookId, entry.path(), entry.version(), parsed.playbook());
        compiled.put(playbookId, made);
        return made;
    }

    private String nearest(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return sql.selectDistinct(PLAYBOOK.PATH)
                .from(PLAYBOOK)
                .where(PLAYBOOK.PATH.endsWith("/" + name).or(PLAYBOOK.PATH.eq(name)))
                .orderBy(PLAYBOOK.PATH)
                .limit(1)
                .fetchOptional(PLAYBOOK.PATH)
                .orElse("");
    }

    private static CatalogEntry entry(Record row) {
        return new CatalogEntry(
                row.get(PLAYBOOK.PLAYBOOK_ID),
                row.get(PLAYBOOK.PATH),
                row.get(PLAYBOOK.VERSION),
                row.get(PLAYBOOK.NAME),
                row.get(PLAYBOOK.DESCRIPTION),
                row.get(PLAYBOOK.REGISTERED_AT).toInstant(),
                row.get(PLAYBOOK.SOURCE));
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class LastUsed extends LinkedHashMap<Long, Compiled> {
        private static final long serialVersionUID = 1L;

        LastUsed() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Compiled> eldest) {
            return size() > COMPILED_KEPT;
        }
    }
}
