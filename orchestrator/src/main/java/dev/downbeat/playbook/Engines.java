package dev.downbeat.playbook;

import dev.downbeat.playbook.catalog.Catalog;
import dev.downbeat.playbook.parse.ParseOptions;
import dev.downbeat.playbook.pipeline.InstalledToolCheck;
import dev.downbeat.playbook.result.Results;
import dev.downbeat.playbook.run.Engine;
import dev.downbeat.playbook.settings.PlaybookSettings;
import dev.downbeat.playbook.template.Templates;
import dev.downbeat.playbook.tool.Tools;
import dev.downbeat.queue.Queue;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/** Wires what runs playbooks in one process, by hand and in one place. */
final class Engines {
    private Engines() {}

    static Engine on(DataSource dataSource, PlaybookSettings settings, Tools tools, String process) {
        DSLContext sql = DSL.using(dataSource, SQLDialect.POSTGRES);
        ParseOptions options =
                ParseOptions.DEFAULT.withKinds(tools.kinds()).withToolCheck(new InstalledToolCheck(tools));
        return new Engine(
                dataSource,
                sql,
                Queue.on(dataSource),
                new Catalog(sql, options),
                new Results(sql),
                Templates.standard(),
                settings.inlineMaxBytes(),
                process);
    }
}
