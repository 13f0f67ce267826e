--liquibase formatted sql

--changeset queue:0009-step-kind
--comment: A step that waits for an event.
alter type ${schema}.step_kind add value 'event';
--rollback empty

--changeset queue:0009-step-pending
--comment: Not validated: no older step can break it, and a long table need not be read.
alter table ${schema}.step
    drop constraint step_pending_only_invoke,
    add constraint step_pending_only_wait check (kind in ('invoke', 'event') or outcome is not null) not valid;
--rollback alter table ${schema}.step drop constraint step_pending_only_wait, add constraint step_pending_only_invoke check (kind = 'invoke' or outcome is not null);

--changeset queue:0009-event
--comment: Events, who wants a task run for them, and who waits for one.
create table ${schema}.event (
    id bigint generated always as identity,
    name text not null,
    -- Whose event: an order's number, for example; empty if it needs no telling apart.
    key text not null,
    payload jsonb,
    emitted_at timestamptz not null default now(),
    constraint event_pk primary key (id),
    constraint event_name_length check (char_length(name) between 1 and 200),
    constraint event_key_length check (char_length(key) <= 250)
);
-- Serves DeliverEvents: the earliest event that a wait may be given.
create index event_name_idx on ${schema}.event (name, key, id);

-- Events not yet compared with the waits. Whoever emits touches no wait: an open transaction must not hold up a flush.
create table ${schema}.event_arrival (
    event_id bigint not null,
    constraint event_arrival_pk primary key (event_id)
);

create table ${schema}.event_wait (
    execution_id bigint not null,
    step text not null,
    event text not null,
    key text not null,
    -- Earlier events do not count.
    since timestamptz not null,
    open boolean not null default true,
    -- Whether it was compared with the events that came before it.
    checked boolean not null default false,
    -- What it was given: one event answers an execution once.
    event_id bigint,
    constraint event_wait_pk primary key (execution_id, step)
);
-- Serves DeliverEvents: who waits for an event that has arrived.
create index event_wait_open_idx on ${schema}.event_wait (event, key) where open;
-- Serves DeliverEvents: waits that have just begun.
create index event_wait_unchecked_idx on ${schema}.event_wait (execution_id) where not checked;

create table ${schema}.subscription (
    name text not null,
    event text not null,
    task_id integer not null,
    priority smallint not null default 0,
    -- Filters are data: what the payload must contain, and a predicate that it must satisfy.
    contains jsonb,
    predicate jsonpath,
    created_at timestamptz not null default now(),
    constraint subscription_pk primary key (name),
    constraint subscription_task_fk foreign key (task_id) references ${schema}.task (id),
    constraint subscription_name_length check (char_length(name) between 1 and 200),
    constraint subscription_event_length check (char_length(event) between 1 and 200)
);
-- Serves emit: the tasks of one event.
create index subscription_event_idx on ${schema}.subscription (event);
--rollback drop table ${schema}.subscription;
--rollback drop table ${schema}.event_wait;
--rollback drop table ${schema}.event_arrival;
--rollback drop table ${schema}.event;

--changeset queue:0009-emit splitStatements:false
--comment: One execution for each subscription whose filters let the event through, in the emitter's transaction.
create function ${schema}.emit_event(
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
        select nextval('${schema}.execution_id_seq') as id, s.task_id, t.queue_id, s.priority,
            coalesce(length(emit_event.payload::text) > 2000, false) as apart
        from ${schema}.subscription s
        join ${schema}.task t on t.id = s.task_id
        where s.event = emit_event.name
            and (s.contains is null or emit_event.payload @> s.contains)
            and (s.predicate is null or emit_event.payload @@ s.predicate)
    ),
    beside as (
        insert into ${schema}.payload (execution_id, body) select id, emit_event.payload from wanted where apart
    ),
    born as (
        insert into ${schema}.ready (id, task_id, queue_id, priority, flags, payload)
        select id, task_id, queue_id, priority, case when apart then 4 else 0 end, case when not apart then emit_event.payload end
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

create function ${schema}.emit(
    name text, payload jsonb default null, key text default '', out event_id bigint, out executions integer
) language sql as $$
    select e.event_id, e.executions from ${schema}.emit_event(emit.name, emit.payload, emit.key) e
$$;
comment on function ${schema}.emit is
    'Emits an event in this transaction; the answer tells its id, and how many executions it enqueued for subscriptions.';

create function ${schema}.subscribe(
    name text, event text, task text, contains jsonb default null, predicate text default null, priority integer default 0,
    queue text default null
) returns boolean language plpgsql as $$
declare
    numbers record;
    parsed jsonpath;
    fresh boolean;
begin
    perform ${schema}.check_name('subscription name', subscribe.name, 200);
    perform ${schema}.check_name('event name', subscribe.event, 200);
    if subscribe.priority is null or subscribe.priority not between -32768 and 32767 then
        raise exception 'priority must be from -32768 to 32767, got %', subscribe.priority using errcode = 'invalid_parameter_value';
    end if;
    begin
        parsed := subscribe.predicate::jsonpath;
    exception when others then
        raise exception 'A predicate must be a JSON path, as in $.amount > 100: %', sqlerrm using errcode = 'invalid_parameter_value';
    end;
    numbers := ${schema}.task_number(subscribe.task, subscribe.queue);
    insert into ${schema}.subscription as s (name, event, task_id, priority, contains, predicate)
    values (subscribe.name, subscribe.event, numbers.task_id, subscribe.priority, subscribe.contains, parsed)
    on conflict on constraint subscription_pk do update
    set event = excluded.event, task_id = excluded.task_id, priority = excluded.priority, contains = excluded.contains,
        predicate = excluded.predicate
    returning s.xmax = 0 into fresh;
    return fresh;
end $$;
comment on function ${schema}.subscribe is
    'Lets every event of the name enqueue the task with the event''s payload, in place of what the subscription said before; true if it is new.';

create function ${schema}.unsubscribe(name text) returns boolean language plpgsql as $$
begin
    delete from ${schema}.subscription s where s.name = unsubscribe.name;
    return found;
end $$;
comment on function ${schema}.unsubscribe is 'Ends a subscription; false if there is none of this name.';
--rollback drop function ${schema}.unsubscribe(text);
--rollback drop function ${schema}.subscribe(text, text, text, jsonb, text, integer, text);
--rollback drop function ${schema}.emit(text, jsonb, text);
--rollback drop function ${schema}.emit_event(text, jsonb, text);
