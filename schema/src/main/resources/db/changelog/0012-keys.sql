--liquibase formatted sql

--changeset queue:0012-keys splitStatements:false
--comment: A key that is taken is read without a lock.
create or replace function ${schema}.put_execution(
    task_id integer, queue_id smallint, run_at timestamptz, delay interval, priority integer, payload jsonb,
    kind text, key text, policy text, period interval, max_wait interval,
    out id bigint, out outcome text
) language plpgsql as $$
#variable_conflict use_column
declare
    present constant timestamptz := ${schema}.clock();
    due timestamptz := coalesce(put_execution.run_at, present + put_execution.delay, present);
    held ${schema}.key_period;
    taken boolean;
begin
    if put_execution.period is not null then
        -- The lock under which a key is decided; the row of a new key is over at once.
        insert into ${schema}.key_period as k (task_id, kind, key, execution_id, began_at, ends_at)
        values (put_execution.task_id, put_execution.kind, put_execution.key, 0, present, '-infinity')
        on conflict on constraint key_period_pk do update set key = k.key
        returning k.* into held;
    end if;

    if put_execution.kind = 'debounce' then
        due := least(present + put_execution.period, held.began_at + put_execution.max_wait);
        if held.execution_id <> 0
            and ${schema}.replace_execution(held.execution_id, due, put_execution.priority, put_execution.payload) then
            put_execution.id := held.execution_id;
            put_execution.outcome := 'replaced';
            return;
        end if;
        -- A new one: the first of its key, or the last has started.
        due := present + least(put_execution.period, put_execution.max_wait);
    elsif held.ends_at > present then
        put_execution.id := held.execution_id;
        put_execution.outcome := case put_execution.policy when 'error' then 'duplicate' else 'skipped' end;
        if put_execution.policy = 'replace'
            and ${schema}.replace_execution(held.execution_id, due, put_execution.priority, put_execution.payload) then
            put_execution.outcome := 'replaced';
        end if;
        return;
    end if;

    if put_execution.kind = 'unique' then
        -- The row of a live execution is read and not locked: a transaction that stays open must not hold up the flush that
        -- frees the key. Who inserts it or deletes it at the moment is waited for.
        loop
            insert into ${schema}.dedupe as d (task_id, key, execution_id)
            values (put_execution.task_id, put_execution.key, nextval('${schema}.execution_id_seq'))
            on conflict on constraint dedupe_pk do nothing
            returning d.execution_id into put_execution.id;
            taken := found;
            exit when taken;
            select d.execution_id into put_execution.id
            from ${schema}.dedupe d
            where d.task_id = put_execution.task_id and d.key = put_execution.key;
            exit when found;
        end loop;
        if not taken then
            put_execution.outcome := case put_execution.policy when 'error' then 'duplicate' else 'skipped' end;
            if put_execution.policy = 'replace'
                and ${schema}.replace_execution(put_execution.id, due, put_execution.priority, put_execution.payload) then
                put_execution.outcome := 'replaced';
            end if;
            return;
        end if;
    else
        put_execution.id := nextval('${schema}.execution_id_seq');
    end if;

    perform ${schema}.add_execution(put_execution.id, put_execution.task_id, put_execution.queue_id, due,
        put_execution.priority, case when put_execution.kind = 'unique' then 1 else 0 end, put_execution.payload);
    put_execution.outcome := 'created';
    if put_execution.period is not null then
        update ${schema}.key_period k
        set execution_id = put_execution.id, began_at = present,
            ends_at = present + coalesce(put_execution.max_wait, put_execution.period)
        where k.task_id = put_execution.task_id and k.kind = put_execution.kind and k.key = put_execution.key;
    end if;
end $$;
--rollback empty
