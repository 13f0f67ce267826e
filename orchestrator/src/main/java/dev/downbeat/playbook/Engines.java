package dev.downbeat.playbook;

import dev.downbeat.playbook.catalog.Catalog;
import dev.downbeat.playbook.parse.ParseOptions;
import dev.downbeat.playbook.pipeline.InstalledToolCheck;
import dev.downbeat.playbook.result.Results;
import dev.downbeat.playbook.run.Engine;
import dev.downbeat.playbook.settings.PlaybookSettings;
import dev.downbeat.playbook.sql.LentConnections;
import dev.downbeat.playbook.template.TemplateLimits;
import dev.downbeat.playbook.template.Templates;
import dev.downbeat.playbook.tool.Tools;
import dev.downbeat.queue.Queue;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/** Wires what runs playbooks in one process, by hand and in one place. */
final class Engines {
    private Engines() {}

    static Engine on(DataSource dataSource, PlaybookSettings settings, Tools tools, String process) {
        LentConnections connections = new LentConnections(dataSource);
        DSLContext sql = DSL.using(connections, SQLDialect.POSTGRES);
        ParseOptions options =
                ParseOptions.DEFAULT.withKinds(tools.kinds()).withToolCheck(new InstalledToolCheck(tools));
        return new Engine(
                dataSource,
                connections,
                sql,
                Queue.on(dataSource),
                new Catalog(sql, options),
                new Results(sql),
                new Templates(TemplateLimits.DEFAULT, settings.coerceText(), InstantSource.system()),
                settings.inlineMaxBytes(),
                process);
    }
}
