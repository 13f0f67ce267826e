--liquibase formatted sql

--changeset queue:0011-noetl-view splitStatements:false
--comment: The view noetl.event is one for the whole database. It shows the installation in schema downbeat, where there is one, whoever was installed last.
do $$
declare
    definition text;
begin
    if '${schema}' <> 'downbeat' and to_regclass('downbeat.playbook_event') is not null
        and to_regclass('downbeat.playbook_execution') is not null then
        -- With nothing on the path, every table stands with its schema.
        perform set_config('search_path', 'pg_catalog', true);
        definition := pg_get_viewdef('noetl.event'::regclass);
        definition := replace(definition, '${schema}.playbook_event ', 'downbeat.playbook_event ');
        definition := replace(definition, '${schema}.playbook_execution ', 'downbeat.playbook_execution ');
        execute 'create or replace view noetl.event as ' || definition;
    end if;
end $$;
--rollback empty
