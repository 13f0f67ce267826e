--liquibase formatted sql

--changeset queue:0008-key-period
--comment: Keys that hold for a time whatever became of their execution: unique for a period, throttle, debounce.
create table ${schema}.key_period (
    task_id integer not null,
    kind text not null,
    key text not null,
    execution_id bigint not null,
    began_at timestamptz not null,
    -- Of a throttle, when the next execution may be; of a debounce, when this one may be put off no longer.
    ends_at timestamptz not null,
    constraint key_period_pk primary key (task_id, kind, key),
    constraint key_period_kind_known check (kind in ('unique', 'throttle', 'debounce')),
    constraint key_period_key_length check (char_length(key) between 1 and 500)
);
-- Serves Prune: periods that are over.
create index key_period_end_idx on ${schema}.key_period (ends_at);
--rollback drop table ${schema}.key_period;

--changeset queue:0008-checks splitStatements:false
--comment: The rules for what callers give, as the Java client has them.
create function ${schema}.check_name(what text, name text, longest integer) returns text language plpgsql immutable as $$
declare
    one constant text := case when what ~ '^[aeiou]' then 'An ' else 'A ' end || what;
begin
    if name is null or name = '' then
        raise exception '% must not be empty.', one using errcode = 'invalid_parameter_value';
    elsif char_length(name) > longest then
        raise exception '% has at most % characters, this one has %: %…', one, longest, char_length(name), left(name, 40)
            using errcode = 'invalid_parameter_value';
    elsif name ~ '[\u0001-\u001F\u007F-\u009F]' then
        raise exception '% must not contain control characters: %', one, quote_literal(name)
            using errcode = 'invalid_parameter_value';
    end if;
    return name;
end $$;

create function ${schema}.check_period(what text, period interval, optional boolean) returns interval language plpgsql immutable as $$
begin
    if period is null and optional then
        return null;
    elsif period is null or period <= interval '0' or period > interval '36500 days' then
        raise exception 'expected a % above 0 and up to 36500 days, got %', what, coalesce(period::text, 'null')
            using errcode = 'invalid_parameter_value';
    end if;
    return period;
end $$;
--rollback drop function ${schema}.check_period(text, interval, boolean);
--rollback drop function ${schema}.check_name(text, text, integer);

--changeset queue:0008-enqueue splitStatements:false
--comment: Enqueueing from SQL, and every sort of key: decided where the key's row is locked, so that no two callers can differ.
-- The numbers of a task and of the queue to use; a new name gets one. Without a queue, the task's own, else "default".
create function ${schema}.task_number(task text, queue text, out task_id integer, out queue_id smallint)
language plpgsql as $$
#variable_conflict use_column
begin
    perform ${schema}.check_name('task name', task_number.task, 200);
    if task_number.queue is not null then
        perform ${schema}.check_name('queue name', task_number.queue, 200);
    end if;
    select t.id, t.queue_id into task_number.task_id, task_number.queue_id from ${schema}.task t where t.name = task_number.task;
    if task_number.task_id is not null and task_number.queue is null then
        return;
    end if;
    select q.id into task_number.queue_id from ${schema}.queue q where q.name = coalesce(task_number.queue, 'default');
    if task_number.queue_id is null then
        insert into ${schema}.queue (name) values (coalesce(task_number.queue, 'default')) on conflict do nothing;
        select q.id into strict task_number.queue_id from ${schema}.queue q where q.name = coalesce(task_number.queue, 'default');
    end if;
    if task_number.task_id is null then
        insert into ${schema}.task (name, queue_id) values (task_number.task, task_number.queue_id) on conflict do nothing;
        select t.id into strict task_number.task_id from ${schema}.task t where t.name = task_number.task;
    end if;
end $$;

create function ${schema}.add_execution(
    id bigint, task_id integer, queue_id smallint, due timestamptz, priority integer, flags integer, payload jsonb,
    created_at timestamptz default now()
) returns void language plpgsql as $$
declare
    -- As Insert.MAX_INLINE_CHARS: what is longer stands apart, and does not move with the row.
    apart constant boolean := coalesce(length(add_execution.payload::text) > 2000, false);
begin
    if length(add_execution.payload::text) > 67108864 then
        raise exception 'A payload has at most 67108864 characters, this one has %', length(add_execution.payload::text)
            using errcode = 'program_limit_exceeded';
    end if;
    if apart then
        insert into ${schema}.payload (execution_id, body) values (add_execution.id, add_execution.payload);
    end if;
    if add_execution.due <= ${schema}.clock() then
        insert into ${schema}.ready (id, run_at, created_at, task_id, queue_id, priority, flags, payload)
        values (add_execution.id, add_execution.due, add_execution.created_at, add_execution.task_id, add_execution.queue_id,
            add_execution.priority, add_execution.flags | case when apart then 4 else 0 end,
            case when not apart then add_execution.payload end);
    else
        insert into ${schema}.scheduled (id, run_at, created_at, task_id, queue_id, priority, flags, payload)
        values (add_execution.id, add_execution.due, add_execution.created_at, add_execution.task_id, add_execution.queue_id,
            add_execution.priority, add_execution.flags | case when apart then 4 else 0 end,
            case when not apart then add_execution.payload end);
    end if;
end $$;

-- Gives an execution that has never been claimed new content; false if it has started. It looks first where a row comes
-- from, then where it goes, so that none can slip by.
create function ${schema}.replace_execution(id bigint, due timestamptz, priority integer, payload jsonb)
returns boolean language plpgsql as $$
declare
    gone record;
begin
    delete from ${schema}.scheduled s where s.id = replace_execution.id and s.run = 1
    returning s.task_id, s.queue_id, s.flags, s.created_at into gone;
    if not found then
        delete from ${schema}.ready r where r.id = replace_execution.id and r.run = 1
        returning r.task_id, r.queue_id, r.flags, r.created_at into gone;
    end if;
    if not found then
        return false;
    end if;
    if gone.flags & 4 <> 0 then
        delete from ${schema}.payload p where p.execution_id = replace_execution.id;
    end if;
    perform ${schema}.add_execution(replace_execution.id, gone.task_id, gone.queue_id, replace_execution.due,
        replace_execution.priority, gone.flags & ~4, replace_execution.payload, gone.created_at);
    return true;
end $$;

-- Outcomes: created, skipped, replaced, and duplicate where the policy calls that an error.
create function ${schema}.put_execution(
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
        -- DO UPDATE instead of DO NOTHING: it locks the row of another's live execution and returns it.
        insert into ${schema}.dedupe as d (task_id, key, execution_id)
        values (put_execution.task_id, put_execution.key, nextval('${schema}.execution_id_seq'))
        on conflict on constraint dedupe_pk do update set execution_id = d.execution_id
        returning d.execution_id, d.xmax = 0 into put_execution.id, taken;
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

-- What the public functions share: names to numbers, checks, and the notification.
create function ${schema}.put_named(
    task text, payload jsonb, queue text, run_at timestamptz, delay interval, priority integer,
    kind text, key text, policy text, period interval, max_wait interval,
    out id bigint, out outcome text
) language plpgsql as $$
#variable_conflict use_column
declare
    numbers record;
begin
    if put_named.run_at is not null and put_named.delay is not null then
        raise exception 'An enqueue has a delay or a time, not both: task=%, delay=%, run_at=%',
            put_named.task, put_named.delay, put_named.run_at using errcode = 'invalid_parameter_value';
    elsif put_named.delay < interval '0' then
        raise exception 'A delay must not be negative: task=%, delay=%', put_named.task, put_named.delay
            using errcode = 'invalid_parameter_value';
    elsif put_named.priority is null or put_named.priority not between -32768 and 32767 then
        raise exception 'priority must be from -32768 to 32767, got %', put_named.priority using errcode = 'invalid_parameter_value';
    elsif put_named.policy is null or put_named.policy not in ('skip', 'replace', 'error') then
        raise exception 'expected a dedupe policy skip, replace or error, got %', put_named.policy
            using errcode = 'invalid_parameter_value';
    end if;
    if put_named.kind is not null then
        perform ${schema}.check_name(case put_named.kind when 'unique' then 'dedupe key' else put_named.kind || ' key' end, put_named.key, 500);
    end if;
    numbers := ${schema}.task_number(put_named.task, put_named.queue);
    select p.id, p.outcome into put_named.id, put_named.outcome
    from ${schema}.put_execution(numbers.task_id, numbers.queue_id, put_named.run_at, put_named.delay, put_named.priority,
        put_named.payload, put_named.kind, put_named.key, put_named.policy, put_named.period, put_named.max_wait) p;
    if put_named.outcome = 'duplicate' then
        raise exception 'The key is taken by an execution: task=%, key=%, execution=%. Nothing was enqueued.',
            put_named.task, put_named.key, put_named.id using errcode = 'unique_violation';
    elsif put_named.outcome <> 'skipped' then
        -- Workers listen on a channel named as the schema. Equal messages of one transaction are sent once.
        perform pg_notify('${schema}', 'ready ' || numbers.queue_id);
    end if;
end $$;

create function ${schema}.enqueue(
    task text, payload jsonb default null, queue text default null, run_at timestamptz default null,
    delay interval default null, priority integer default 0,
    dedupe_key text default null, dedupe_policy text default 'skip', unique_for interval default null,
    out id bigint, out outcome text
) language plpgsql as $$
begin
    if enqueue.unique_for is not null and enqueue.dedupe_key is null then
        raise exception 'unique_for needs a dedupe_key: task=%', enqueue.task using errcode = 'invalid_parameter_value';
    end if;
    perform ${schema}.check_period('unique_for', enqueue.unique_for, true);
    select p.id, p.outcome into enqueue.id, enqueue.outcome
    from ${schema}.put_named(enqueue.task, enqueue.payload, enqueue.queue, enqueue.run_at, enqueue.delay, enqueue.priority,
        case when enqueue.dedupe_key is not null then 'unique' end, enqueue.dedupe_key, enqueue.dedupe_policy,
        enqueue.unique_for, null) p;
end $$;
comment on function ${schema}.enqueue is
    'Enqueues one execution in this transaction; the outcome is created, skipped or replaced, the id that of the execution that stands for it.';

create function ${schema}.throttle(
    task text, key text, period interval, payload jsonb default null, queue text default null, priority integer default 0,
    out id bigint, out outcome text
) language plpgsql as $$
begin
    perform ${schema}.check_period('period', throttle.period, false);
    select p.id, p.outcome into throttle.id, throttle.outcome
    from ${schema}.put_named(throttle.task, throttle.payload, throttle.queue, null, null, throttle.priority,
        'throttle', throttle.key, 'skip', throttle.period, null) p;
end $$;
comment on function ${schema}.throttle is
    'Enqueues unless the key had an execution within the period, finished or not.';

create function ${schema}.debounce(
    task text, key text, quiet interval, max_wait interval, payload jsonb default null, queue text default null,
    priority integer default 0,
    out id bigint, out outcome text
) language plpgsql as $$
begin
    perform ${schema}.check_period('quiet', debounce.quiet, false);
    perform ${schema}.check_period('max_wait', debounce.max_wait, false);
    select p.id, p.outcome into debounce.id, debounce.outcome
    from ${schema}.put_named(debounce.task, debounce.payload, debounce.queue, null, null, debounce.priority,
        'debounce', debounce.key, 'replace', debounce.quiet, debounce.max_wait) p;
end $$;
comment on function ${schema}.debounce is
    'Enqueues for when the key has been quiet so long, or for max_wait after the first call at the latest; the last payload wins.';
--rollback drop function ${schema}.debounce;
--rollback drop function ${schema}.throttle;
--rollback drop function ${schema}.enqueue;
--rollback drop function ${schema}.put_named;
--rollback drop function ${schema}.put_execution;
--rollback drop function ${schema}.replace_execution;
--rollback drop function ${schema}.add_execution;
--rollback drop function ${schema}.task_number;

--changeset queue:0008-cancel splitStatements:false
--comment: Cancelling from SQL, as Cancel does it: parents are locked first, children go with their parent.
create function ${schema}.cancel(id bigint, reason text default 'asked for') returns boolean language plpgsql as $$
#variable_conflict use_column
declare
    error constant jsonb := jsonb_build_object('kind', 'cancelled', 'type', '', 'message', coalesce(cancel.reason, ''));
    level bigint[] := array[cancel.id];
    -- First where a row comes from, then where it goes.
    stage text;
    ended integer;
    resumable bigint[];
    queues smallint[];
    workers bigint[];
    woken smallint[] := '{}';
    hit boolean := false;
    found_any boolean := false;
begin
    while cardinality(level) > 0 loop
        -- A row may move from stage to stage while it is looked for; each look is a statement, with a snapshot of its own.
        for look in 1..3 loop
            perform from ${schema}.waiting w
            where w.id in (
                select parent_id from ${schema}.ready where id = any(level)
                union all select parent_id from ${schema}.scheduled where id = any(level)
                union all select parent_id from ${schema}.waiting where id = any(level))
            order by w.id
            for update;
            hit := false;
            foreach stage in array array['scheduled', 'waiting', 'ready'] loop
                execute format($cancel$
                    with gone as (
                        delete from ${schema}.%I where id = any($1)
                        returning id, run_at, created_at, task_id, run, queue_id, priority, attempt, flags, payload, parent_id, parent_step
                    ),
                    kept as (
                        insert into ${schema}.history
                            (id, run_at, created_at, task_id, run, outcome, queue_id, priority, attempt, flags, payload, parent_id,
                             parent_step, error)
                        select id, run_at, created_at, task_id, run, 'cancelled', queue_id, priority, attempt, flags, payload,
                            parent_id, parent_step, $2
                        from gone
                    ),
                    freed as (
                        delete from ${schema}.dedupe d using gone g where g.flags & 1 <> 0 and d.execution_id = g.id
                    ),
                    told as (
                        update ${schema}.step s
                        set outcome = 'cancelled', error = $2, stored_at = now()
                        from gone g
                        where g.parent_id is not null and s.execution_id = g.parent_id and s.name = g.parent_step
                            and s.child_id = g.id and s.outcome is null
                        returning s.execution_id
                    ),
                    counted as (
                        select execution_id, count(*)::integer as children from told group by execution_id
                    ),
                    fewer as (
                        update ${schema}.waiting w set pending = w.pending - c.children
                        from counted c where w.id = c.execution_id
                        returning w.id, w.pending
                    )
                    select (select count(*)::integer from gone), array(select id from fewer where pending = 0)
                    $cancel$, stage)
                into ended, resumable using level, error;
                hit := hit or ended > 0;
                -- They keep their run_at. Flag 2: their steps are to be loaded.
                with moved as (
                    delete from ${schema}.waiting where id = any(resumable)
                    returning id, run_at, created_at, task_id, run, queue_id, priority, attempt, flags, payload, parent_id, parent_step
                ),
                again as (
                    insert into ${schema}.ready
                        (id, run_at, created_at, task_id, run, queue_id, priority, attempt, flags, payload, parent_id, parent_step)
                    select id, run_at, created_at, task_id, run + 1, queue_id, priority, attempt, flags | 2, payload, parent_id,
                        parent_step
                    from moved
                    returning queue_id
                )
                select array_agg(distinct queue_id) into queues from again;
                woken := woken || coalesce(queues, '{}');
            end loop;
            with asked as (
                insert into ${schema}.cancellation (execution_id, worker_id, reason)
                select r.id, r.worker_id, coalesce(cancel.reason, '') from ${schema}.running r where r.id = any(level)
                on conflict on constraint cancellation_pk do update set reason = excluded.reason
                returning worker_id
            )
            select array_agg(distinct worker_id) into workers from asked;
            perform pg_notify('${schema}', 'cancel ' || worker) from unnest(workers) worker;
            hit := hit or workers is not null;
            exit when hit;
        end loop;
        found_any := found_any or hit;
        level := array(
            select child_id from ${schema}.step
            where execution_id = any(level) and kind = 'invoke' and outcome is null
            order by child_id);
    end loop;
    if woken <> '{}' then
        perform pg_notify('${schema}', 'ready ' || (
            select string_agg(queue::text, ',' order by queue) from (select distinct unnest(woken) as queue) w));
    end if;
    return found_any;
end $$;
comment on function ${schema}.cancel is
    'Cancels an execution and its children; false if it has its outcome already, or does not exist.';
--rollback drop function ${schema}.cancel;
