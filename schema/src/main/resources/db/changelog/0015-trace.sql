--liquibase formatted sql

--changeset queue:0015-trace
--comment: Where an execution was enqueued, for those who trace: beside the row that moves, and only of executions that have it (flag 32).
create table ${schema}.trace (
    execution_id bigint not null,
    -- As W3C Trace Context writes it.
    parent text not null,
    state text,
    constraint trace_pk primary key (execution_id),
    constraint trace_parent_form check (parent ~ '^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$'),
    constraint trace_state_length check (char_length(state) between 1 and 512)
);
--rollback drop table ${schema}.trace;

--changeset queue:0015-carry splitStatements:false
--comment: What SQL enqueues continues the trace that downbeat.traceparent names in its session or transaction; else as in 0008 and 0009.
-- Keeps the trace of an execution; false if the session names none, or none that can be read: that must not stop anybody.
create function ${schema}.keep_trace(id bigint) returns boolean language plpgsql as $$
declare
    given constant text := current_setting('downbeat.traceparent', true);
    given_state constant text := nullif(current_setting('downbeat.tracestate', true), '');
begin
    if given is null or given !~ '^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$' then
        return false;
    end if;
    insert into ${schema}.trace (execution_id, parent, state)
    values (keep_trace.id, given, case when char_length(given_state) <= 512 then given_state end)
    on conflict on constraint trace_pk do update set parent = excluded.parent, state = excluded.state;
    return true;
end $$;

create or replace function ${schema}.add_execution(
    id bigint, task_id integer, queue_id smallint, due timestamptz, priority integer, flags integer, payload jsonb,
    created_at timestamptz default now()
) returns void language plpgsql as $$
declare
    -- As Insert.MAX_INLINE_CHARS: what is longer stands apart, and does not move with the row.
    apart constant boolean := coalesce(length(add_execution.payload::text) > 2000, false);
    beside integer := add_execution.flags | case when apart then 4 else 0 end;
begin
    if length(add_execution.payload::text) > 67108864 then
        raise exception 'A payload has at most 67108864 characters, this one has %', length(add_execution.payload::text)
            using errcode = 'program_limit_exceeded';
    end if;
    if apart then
        insert into ${schema}.payload (execution_id, body) values (add_execution.id, add_execution.payload);
    end if;
    if ${schema}.keep_trace(add_execution.id) then
        beside := beside | 32;
    end if;
    if add_execution.due <= ${schema}.clock() then
        insert into ${schema}.ready (id, run_at, created_at, task_id, queue_id, priority, flags, payload)
        values (add_execution.id, add_execution.due, add_execution.created_at, add_execution.task_id, add_execution.queue_id,
            add_execution.priority, beside, case when not apart then add_execution.payload end);
    else
        insert into ${schema}.scheduled (id, run_at, created_at, task_id, queue_id, priority, flags, payload)
        values (add_execution.id, add_execution.due, add_execution.created_at, add_execution.task_id, add_execution.queue_id,
            add_execution.priority, beside, case when not apart then add_execution.payload end);
    end if;
end $$;

create or replace function ${schema}.emit_event(
    name text, payload jsonb, key text, out event_id bigint, out executions integer, out queue_ids integer[]
) language plpgsql as $$
#variable_conflict use_column
begin
    perform ${schema}.check_name('event name', emit_event.name, 200);
    if emit_event.key is null or emit_event.key <> '' then
        perform ${schema}.check_name('event key', emit_event.key, 250);
    end if;
    if length(emit_event.payload::text) > 67108864 then
        raise exception 'A payload has at most 67108864 characters, this one has %', length(emit_event.payload::text)
            using errcode = 'program_limit_exceeded';
    end if;
    insert into ${schema}.event (name, key, payload) values (emit_event.name, emit_event.key, emit_event.payload)
    returning id into emit_event.event_id;
    insert into ${schema}.event_arrival (event_id) values (emit_event.event_id);
    with wanted as materialized (
        select w.id, w.task_id, w.queue_id, w.priority, w.apart, ${schema}.keep_trace(w.id) as traced
        from (
            select nextval('${schema}.execution_id_seq') as id, s.task_id, t.queue_id, s.priority,
                coalesce(length(emit_event.payload::text) > 2000, false) as apart
            from ${schema}.subscription s
            join ${schema}.task t on t.id = s.task_id
            where s.event = emit_event.name
                and (s.contains is null or emit_event.payload @> s.contains)
                and (s.predicate is null or emit_event.payload @@ s.predicate)
        ) w
    ),
    beside as (
        insert into ${schema}.payload (execution_id, body) select id, emit_event.payload from wanted where apart
    ),
    born as (
        insert into ${schema}.ready (id, task_id, queue_id, priority, flags, payload)
        select id, task_id, queue_id, priority, case when apart then 4 else 0 end | case when traced then 32 else 0 end,
            case when not apart then emit_event.payload end
        from wanted
        returning queue_id
    )
    select count(*), coalesce(array_agg(distinct queue_id::integer order by queue_id::integer), '{}')
    into emit_event.executions, emit_event.queue_ids
    from born;
    if emit_event.executions > 0 then
        perform pg_notify('${schema}', 'ready ' || array_to_string(emit_event.queue_ids, ','));
    end if;
    perform pg_notify('${schema}', 'event');
end $$;
--rollback empty
