--liquibase formatted sql

--changeset queue:0001-dictionaries
--comment: Names are long and few: rows that move carry small numbers, each process caches the dictionary.
create table ${schema}.queue (
    id smallint generated always as identity,
    name text not null,
    paused boolean not null default false,
    created_at timestamptz not null default now(),
    constraint queue_pk primary key (id),
    constraint queue_name_key unique (name),
    constraint queue_name_length check (char_length(name) between 1 and 200)
);

create table ${schema}.task (
    id integer generated always as identity,
    name text not null,
    queue_id smallint not null,
    -- Rescue has no Java policy at hand: it ends an execution whose workers die again and again by this bound.
    max_attempts smallint not null default 5,
    paused boolean not null default false,
    created_at timestamptz not null default now(),
    constraint task_pk primary key (id),
    constraint task_name_key unique (name),
    constraint task_queue_fk foreign key (queue_id) references ${schema}.queue (id),
    constraint task_name_length check (char_length(name) between 1 and 200),
    constraint task_max_attempts_positive check (max_attempts >= 1)
);
--rollback drop table ${schema}.task;
--rollback drop table ${schema}.queue;

--changeset queue:0001-worker
--comment: The lease belongs to the worker, not to its executions: one row is renewed, however many run.
create table ${schema}.worker (
    id bigint generated always as identity,
    name text not null,
    host text not null,
    pid bigint not null,
    concurrency integer not null,
    started_at timestamptz not null default now(),
    lease_until timestamptz not null,
    -- Set once, by the worker's own stop or by the rescuer; an ended worker never claims again.
    ended_at timestamptz,
    -- Set when no running execution is left to it.
    swept_at timestamptz,
    constraint worker_pk primary key (id),
    constraint worker_concurrency_positive check (concurrency >= 1),
    constraint worker_swept_after_end check (swept_at is null or ended_at is not null)
);
-- Serves Rescue: workers whose lease may have passed, or whose executions are still to be taken over.
create index worker_unswept_idx on ${schema}.worker (lease_until) where swept_at is null;
--rollback drop table ${schema}.worker;

--changeset queue:0001-stages
--comment: One narrow table for each stage of life: a row moves, so that every hot table stays as small as its stage.
create type ${schema}.outcome as enum ('completed', 'failed', 'cancelled');

create sequence ${schema}.execution_id_seq as bigint;

-- Columns shared by the stages. attempt: counts failures and crashes, the first is 1. run: counts claims, the fence.
-- flags: 1 holds a dedupe key, 2 may have steps, 4 its payload stands in table payload.
create table ${schema}.ready (
    id bigint not null default nextval('${schema}.execution_id_seq'),
    run_at timestamptz not null default now(),
    created_at timestamptz not null default now(),
    task_id integer not null,
    run integer not null default 1,
    queue_id smallint not null,
    priority smallint not null default 0,
    attempt smallint not null default 1,
    flags smallint not null default 0,
    payload jsonb,
    parent_id bigint,
    parent_step text,
    constraint ready_pk primary key (id),
    constraint ready_parent_whole check ((parent_id is null) = (parent_step is null))
);
-- Serves Claim: the head of one queue, in the order of the claim.
create index ready_claim_idx on ${schema}.ready (queue_id, priority, run_at, id);

create table ${schema}.running (
    id bigint not null,
    run_at timestamptz not null,
    created_at timestamptz not null,
    started_at timestamptz not null default now(),
    worker_id bigint not null,
    task_id integer not null,
    run integer not null,
    queue_id smallint not null,
    priority smallint not null,
    attempt smallint not null,
    flags smallint not null,
    payload jsonb,
    parent_id bigint,
    parent_step text,
    constraint running_pk primary key (id),
    constraint running_parent_whole check ((parent_id is null) = (parent_step is null))
);

create table ${schema}.scheduled (
    id bigint not null default nextval('${schema}.execution_id_seq'),
    run_at timestamptz not null,
    created_at timestamptz not null default now(),
    task_id integer not null,
    run integer not null default 1,
    queue_id smallint not null,
    priority smallint not null default 0,
    attempt smallint not null default 1,
    flags smallint not null default 0,
    payload jsonb,
    parent_id bigint,
    parent_step text,
    constraint scheduled_pk primary key (id),
    constraint scheduled_parent_whole check ((parent_id is null) = (parent_step is null))
);
-- Serves Promote: what is due, and when the next one is.
create index scheduled_run_at_idx on ${schema}.scheduled (run_at);

create table ${schema}.waiting (
    id bigint not null,
    run_at timestamptz not null,
    created_at timestamptz not null,
    -- When the wait ends without all children.
    timeout_at timestamptz,
    -- Children whose outcome is still out.
    pending integer not null,
    task_id integer not null,
    run integer not null,
    queue_id smallint not null,
    priority smallint not null,
    attempt smallint not null,
    flags smallint not null,
    payload jsonb,
    parent_id bigint,
    parent_step text,
    constraint waiting_pk primary key (id),
    constraint waiting_pending_positive check (pending >= 0),
    constraint waiting_parent_whole check ((parent_id is null) = (parent_step is null))
);
-- Serves Timeouts: waits that are over, and when the next one is.
create index waiting_timeout_idx on ${schema}.waiting (timeout_at) where timeout_at is not null;

-- Append only. Partitioned so that old outcomes leave by dropping a table, not by deleting rows.
create table ${schema}.history (
    id bigint not null,
    run_at timestamptz not null,
    created_at timestamptz not null,
    started_at timestamptz,
    finished_at timestamptz not null default now(),
    worker_id bigint,
    task_id integer not null,
    run integer not null,
    outcome ${schema}.outcome not null,
    queue_id smallint not null,
    priority smallint not null,
    attempt smallint not null,
    flags smallint not null,
    payload jsonb,
    parent_id bigint,
    parent_step text,
    result jsonb,
    error jsonb,
    constraint history_failed_has_error check (outcome <> 'failed' or error is not null)
) partition by range (finished_at);
create table ${schema}.history_default partition of ${schema}.history default;
-- Serves Lookup: one execution by its id.
create index history_id_idx on ${schema}.history (id);
-- Serves the list of dead letters; the completed, which are the many, do not pay for it.
create index history_failed_idx on ${schema}.history (task_id, finished_at) where outcome = 'failed';
--rollback drop table ${schema}.history;
--rollback drop table ${schema}.waiting;
--rollback drop table ${schema}.scheduled;
--rollback drop table ${schema}.running;
--rollback drop table ${schema}.ready;
--rollback drop sequence ${schema}.execution_id_seq;
--rollback drop type ${schema}.outcome;

--changeset queue:0001-beside
--comment: What belongs to an execution and does not move with it.
-- Payloads too large to be copied from stage to stage.
create table ${schema}.payload (
    execution_id bigint not null,
    body jsonb not null,
    constraint payload_pk primary key (execution_id)
);

create type ${schema}.step_kind as enum ('step', 'sleep', 'invoke');

create table ${schema}.step (
    execution_id bigint not null,
    name text not null,
    kind ${schema}.step_kind not null,
    -- Null while a child's outcome is still out; whoever sets it first has decided it.
    outcome ${schema}.outcome,
    result jsonb,
    error jsonb,
    child_id bigint,
    wake_at timestamptz,
    stored_at timestamptz not null default now(),
    constraint step_pk primary key (execution_id, name),
    constraint step_name_length check (char_length(name) between 1 and 500),
    constraint step_pending_only_invoke check (kind = 'invoke' or outcome is not null),
    constraint step_child_only_invoke check ((kind = 'invoke') = (child_id is not null)),
    constraint step_wake_only_sleep check ((kind = 'sleep') = (wake_at is not null)),
    constraint step_unfinished_has_error check (outcome is null or outcome = 'completed' or error is not null)
);

-- Every failed attempt, not only the last.
create table ${schema}.failure (
    execution_id bigint not null,
    run integer not null,
    attempt smallint not null,
    worker_id bigint,
    failed_at timestamptz not null default now(),
    error jsonb not null,
    stack text,
    constraint failure_pk primary key (execution_id, run)
);

-- The live execution of each key; freed with its terminal outcome.
create table ${schema}.dedupe (
    task_id integer not null,
    key text not null,
    execution_id bigint not null,
    constraint dedupe_pk primary key (task_id, key),
    constraint dedupe_key_length check (char_length(key) between 1 and 500)
);
-- Serves Flush: the keys of executions that finished.
create index dedupe_execution_idx on ${schema}.dedupe (execution_id);

-- Requests to cancel what runs: beside running, so that its rows are never updated.
create table ${schema}.cancellation (
    execution_id bigint not null,
    worker_id bigint not null,
    reason text not null,
    requested_at timestamptz not null default now(),
    constraint cancellation_pk primary key (worker_id, execution_id)
);
--rollback drop table ${schema}.cancellation;
--rollback drop table ${schema}.dedupe;
--rollback drop table ${schema}.failure;
--rollback drop table ${schema}.step;
--rollback drop type ${schema}.step_kind;
--rollback drop table ${schema}.payload;

--changeset queue:0001-view
--comment: What people look at: every execution, whatever table its stage keeps it in.
create view ${schema}.execution as
select e.id, t.name as task, q.name as queue, e.state, e.attempt, e.run, e.priority, e.run_at, e.created_at,
       e.started_at, e.finished_at, e.worker_id, e.parent_id, e.parent_step,
       case when e.flags & 4 = 0 then e.payload else (select p.body from ${schema}.payload p where p.execution_id = e.id) end as payload,
       e.result, e.error
from (
    select id, 'ready' as state, task_id, queue_id, attempt, run, priority, run_at, created_at,
           null::timestamptz as started_at, null::timestamptz as finished_at, null::bigint as worker_id,
           parent_id, parent_step, flags, payload, null::jsonb as result, null::jsonb as error
    from ${schema}.ready
    union all
    select id, 'running', task_id, queue_id, attempt, run, priority, run_at, created_at,
           started_at, null, worker_id, parent_id, parent_step, flags, payload, null, null
    from ${schema}.running
    union all
    select id, 'scheduled', task_id, queue_id, attempt, run, priority, run_at, created_at,
           null, null, null, parent_id, parent_step, flags, payload, null, null
    from ${schema}.scheduled
    union all
    select id, 'waiting', task_id, queue_id, attempt, run, priority, run_at, created_at,
           null, null, null, parent_id, parent_step, flags, payload, null, null
    from ${schema}.waiting
    union all
    select id, outcome::text, task_id, queue_id, attempt, run, priority, run_at, created_at,
           started_at, finished_at, worker_id, parent_id, parent_step, flags, payload, result, error
    from ${schema}.history
) e
join ${schema}.task t on t.id = e.task_id
join ${schema}.queue q on q.id = e.queue_id;
--rollback drop view ${schema}.execution;
