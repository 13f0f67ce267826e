package dev.downbeat.playbook.run;

import dev.downbeat.playbook.catalog.Catalog;
import dev.downbeat.playbook.result.Results;
import dev.downbeat.playbook.sql.LentConnections;
import dev.downbeat.playbook.template.Templates;
import dev.downbeat.queue.Queue;
import javax.sql.DataSource;
import org.jooq.DSLContext;

/**
 * What running playbooks needs in one process. Safe from any thread.
 *
 * @param database the installation, through the worker's pool
 * @param connections what {@code sql} uses: a transaction lends it its own
 * @param sql jOOQ on the installation, a connection for each statement
 * @param inlineMaxBytes results up to this size stay in their row
 * @param process what the log calls this process
 */
public record Engine(
        DataSource database,
        LentConnections connections,
        DSLContext sql,
        Queue queue,
        Catalog catalog,
        Results results,
        Templates templates,
        int inlineMaxBytes,
        String process) {}
