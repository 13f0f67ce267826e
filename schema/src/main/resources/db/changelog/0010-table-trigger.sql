--liquibase formatted sql

--changeset queue:0010-table-trigger
--comment: Changes of a user's table that enqueue a task. Where the trigger stands is found in the catalog, so that renames and restores do no harm.
create table ${schema}.table_trigger (
    name text not null,
    task_id integer not null,
    operations text[] not null,
    -- Null for all columns.
    columns text[],
    created_at timestamptz not null default now(),
    constraint table_trigger_pk primary key (name),
    constraint table_trigger_task_fk foreign key (task_id) references ${schema}.task (id),
    constraint table_trigger_name_length check (char_length(name) between 1 and 200),
    constraint table_trigger_operations_known
        check (operations <@ '{insert,update,delete}' and cardinality(operations) > 0)
);
--rollback drop table ${schema}.table_trigger;

--changeset queue:0010-watch splitStatements:false
--comment: The trigger runs with the rights of its installer: who writes to a watched table needs none on the queue.
create function ${schema}.enqueue_change() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    watched record;
    old_row jsonb;
    new_row jsonb;
begin
    select w.columns, t.name as task into watched
    from ${schema}.table_trigger w
    join ${schema}.task t on t.id = w.task_id
    where w.name = tg_argv[0];
    if not found then
        return null;
    end if;
    if tg_op <> 'INSERT' then
        old_row := to_jsonb(old);
    end if;
    if tg_op <> 'DELETE' then
        new_row := to_jsonb(new);
    end if;
    if watched.columns is not null then
        old_row := (select jsonb_object_agg(c, old_row -> c) from unnest(watched.columns) c where old_row is not null);
        new_row := (select jsonb_object_agg(c, new_row -> c) from unnest(watched.columns) c where new_row is not null);
        if tg_op = 'UPDATE' and old_row = new_row then
            return null;
        end if;
    end if;
    perform ${schema}.enqueue(watched.task, jsonb_build_object('operation', lower(tg_op), 'schema', tg_table_schema,
        'table', tg_table_name, 'old', old_row, 'new', new_row));
    return null;
end $$;
revoke all on function ${schema}.enqueue_change() from public;

-- A name of fixed length, so that any name that people choose will do.
create function ${schema}.table_trigger_name(name text) returns name language sql immutable as $$
    select (left('${schema}', 40) || '_' || left(md5('${schema} ' || table_trigger_name.name), 16))::name
$$;

-- Whether and where a trigger stands; those that Postgres made for partitions stand and fall with their parent.
create function ${schema}.table_trigger_place(name text) returns regclass language sql stable as $$
    select t.tgrelid::regclass
    from pg_catalog.pg_trigger t
    where t.tgname = ${schema}.table_trigger_name(table_trigger_place.name)
        and t.tgfoid = '${schema}.enqueue_change'::regproc and t.tgparentid = 0
    limit 1
$$;

create function ${schema}.unwatch_table(name text) returns boolean language plpgsql set lock_timeout = '10s' as $$
declare
    place constant regclass := ${schema}.table_trigger_place(unwatch_table.name);
begin
    if place is not null then
        execute format('drop trigger %I on %s', ${schema}.table_trigger_name(unwatch_table.name), place);
    end if;
    delete from ${schema}.table_trigger w where w.name = unwatch_table.name;
    return found;
end $$;
comment on function ${schema}.unwatch_table is 'Removes a table trigger; false if there is none of this name.';

create function ${schema}.watch_table(
    name text, target regclass, task text, operations text[] default '{insert,update,delete}', columns text[] default null,
    queue text default null
) returns boolean language plpgsql set lock_timeout = '10s' as $$
declare
    numbers record;
    missing text;
    fresh boolean;
begin
    perform ${schema}.check_name('table trigger name', watch_table.name, 200);
    if watch_table.target is null then
        raise exception 'A table trigger needs a table: name=%', watch_table.name using errcode = 'invalid_parameter_value';
    elsif watch_table.operations is null or cardinality(watch_table.operations) = 0
        or not watch_table.operations <@ array['insert', 'update', 'delete'] then
        raise exception 'expected operations among insert, update and delete, got %', watch_table.operations
            using errcode = 'invalid_parameter_value';
    elsif cardinality(watch_table.columns) = 0 then
        raise exception 'expected columns, or null for all of them: name=%', watch_table.name
            using errcode = 'invalid_parameter_value';
    end if;
    select c into missing
    from unnest(watch_table.columns) c
    where not exists (
        select from pg_catalog.pg_attribute a
        where a.attrelid = watch_table.target and a.attname = c and a.attnum > 0 and not a.attisdropped)
    limit 1;
    if found then
        raise exception 'The table has no such column: table=%, column=%', watch_table.target, coalesce(missing, 'null')
            using errcode = 'undefined_column';
    end if;
    numbers := ${schema}.task_number(watch_table.task, watch_table.queue);
    fresh := not ${schema}.unwatch_table(watch_table.name);
    insert into ${schema}.table_trigger (name, task_id, operations, columns)
    values (watch_table.name, numbers.task_id, watch_table.operations, watch_table.columns);
    execute format('create trigger %I after %s on %s for each row execute function ${schema}.enqueue_change(%L)',
        ${schema}.table_trigger_name(watch_table.name), array_to_string(watch_table.operations, ' or '), watch_table.target,
        watch_table.name);
    return fresh;
end $$;
comment on function ${schema}.watch_table is
    'Lets changes of a table''s rows enqueue the task, in place of what stood under this name; true if it is new.';
--rollback drop function ${schema}.watch_table(text, regclass, text, text[], text[], text);
--rollback drop function ${schema}.unwatch_table(text);
--rollback drop function ${schema}.table_trigger_place(text);
--rollback drop function ${schema}.table_trigger_name(text);
--rollback drop function ${schema}.enqueue_change() cascade;
