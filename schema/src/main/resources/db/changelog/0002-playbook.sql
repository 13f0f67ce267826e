--liquibase formatted sql

--changeset downbeat:0002-playbook-catalog
--comment: Every registered text of a playbook; an execution stays on the row it began with.
create table ${schema}.playbook (
    playbook_id bigint generated always as identity,
    path text not null,
    version integer not null,
    name text not null,
    description text,
    -- SHA-256 of the text: identical content keeps its version.
    digest bytea not null,
    source text not null,
    registered_at timestamptz not null default now(),
    constraint playbook_pk primary key (playbook_id),
    -- Serves Catalog.find: one version, or the newest by a backward scan.
    constraint playbook_path_version_uk unique (path, version),
    constraint playbook_version_positive check (version > 0)
);
--rollback drop table ${schema}.playbook;

--changeset downbeat:0002-playbook-execution
--comment: One run of a playbook. Its row is the lock under which everything below it is decided.
create sequence ${schema}.playbook_execution_id_seq as bigint;
create table ${schema}.playbook_execution (
    execution_id bigint not null default nextval('${schema}.playbook_execution_id_seq'),
    playbook_id bigint not null,
    -- Who started it, and which of its calls waits: a visit, and the item when that visit loops. No visit: nobody waits.
    parent_execution_id bigint,
    parent_visit integer,
    parent_item integer,
    depth integer not null default 0,
    status text not null default 'running',
    -- Visits are numbered from 1 in the order in which they were decided.
    last_visit integer not null default 0,
    ctx jsonb not null default '{}',
    result jsonb,
    error jsonb,
    created_at timestamptz not null default now(),
    finished_at timestamptz,
    constraint playbook_execution_pk primary key (execution_id),
    constraint playbook_execution_playbook_fk foreign key (playbook_id) references ${schema}.playbook (playbook_id),
    constraint playbook_execution_status_known check (status in ('running', 'completed', 'failed', 'cancelled')),
    constraint playbook_execution_finished_iff_terminal check ((status = 'running') = (finished_at is null)),
    constraint playbook_execution_parent_whole
        check (parent_visit is null or parent_execution_id is not null)
) with (fillfactor = 70);
-- Serves the cascade of a cancel and the summary queries over a parent's children.
create index playbook_execution_parent_idx on ${schema}.playbook_execution (parent_execution_id)
    where parent_execution_id is not null;

-- What a run began with, apart from the row that is locked and rewritten.
create table ${schema}.playbook_input (
    execution_id bigint not null,
    payload jsonb not null,
    -- Rendered once at the start, then immutable.
    workload jsonb not null,
    constraint playbook_input_pk primary key (execution_id)
);
--rollback drop table ${schema}.playbook_input;
--rollback drop table ${schema}.playbook_execution;
--rollback drop sequence ${schema}.playbook_execution_id_seq;

--changeset downbeat:0002-visit
--comment: One visit of a step by one execution; a cycle makes several.
create table ${schema}.visit (
    execution_id bigint not null,
    visit integer not null,
    step text not null,
    -- waiting: for other branches (a join); active: a command is queued or running; parked: a child runs;
    -- looping: its items run.
    status text not null,
    args jsonb,
    -- The attempt that is queued or running, the first being 1.
    attempt integer not null default 1,
    -- What a later attempt or a resumed call must know: retry parameters, pipeline position, the child's outcome.
    state jsonb,
    -- The queue's execution that carries the command.
    command_id bigint,
    child_execution_id bigint,
    -- At most inline_max_bytes of JSON, else a reference to result_blob.
    result jsonb,
    error jsonb,
    created_at timestamptz not null default now(),
    started_at timestamptz,
    finished_at timestamptz,
    constraint visit_pk primary key (execution_id, visit),
    constraint visit_execution_fk foreign key (execution_id)
        references ${schema}.playbook_execution (execution_id) on delete cascade,
    constraint visit_status_known
        check (status in ('waiting', 'active', 'parked', 'looping', 'completed', 'failed', 'skipped', 'cancelled')),
    constraint visit_finished_iff_terminal
        check ((status in ('waiting', 'active', 'parked', 'looping')) = (finished_at is null))
) with (fillfactor = 70);
-- Serves Board.read: the open visits of one execution, however many are finished.
create index visit_open_idx on ${schema}.visit (execution_id, visit)
    where status in ('waiting', 'active', 'parked', 'looping');
-- Serves Memory.results: the newest result of a step by name.
create index visit_step_idx on ${schema}.visit (execution_id, step, visit);
--rollback drop table ${schema}.visit;

--changeset downbeat:0002-loop
--comment: The counters of a visit that loops; width is held because only the owner of the execution's lock moves them.
create table ${schema}.loop (
    execution_id bigint not null,
    visit integer not null,
    mode text not null,
    width integer not null,
    fail_fast boolean not null,
    total integer not null,
    -- Items 0 .. started-1 have been handed out.
    started integer not null default 0,
    succeeded integer not null default 0,
    failed integer not null default 0,
    stopped boolean not null default false,
    constraint loop_pk primary key (execution_id, visit),
    constraint loop_visit_fk foreign key (execution_id, visit)
        references ${schema}.visit (execution_id, visit) on delete cascade,
    constraint loop_mode_known check (mode in ('sequential', 'parallel')),
    constraint loop_width_positive check (width > 0),
    constraint loop_started_within_total check (started between 0 and total),
    constraint loop_ended_within_started check (succeeded >= 0 and failed >= 0 and succeeded + failed <= started),
    constraint loop_width_held check (started - succeeded - failed <= width)
) with (fillfactor = 50);

-- The collection, taken once: some elements to a row, so that item n is one index probe away.
create table ${schema}.loop_chunk (
    execution_id bigint not null,
    visit integer not null,
    first_item integer not null,
    elements jsonb not null,
    constraint loop_chunk_pk primary key (execution_id, visit, first_item),
    constraint loop_chunk_array check (jsonb_typeof(elements) = 'array')
);

-- One item that was handed out; items not yet started have no row.
create table ${schema}.loop_item (
    execution_id bigint not null,
    visit integer not null,
    item integer not null,
    status text not null,
    attempt integer not null default 1,
    state jsonb,
    command_id bigint,
    child_execution_id bigint,
    result jsonb,
    error jsonb,
    created_at timestamptz not null default now(),
    started_at timestamptz,
    finished_at timestamptz,
    constraint loop_item_pk primary key (execution_id, visit, item),
    constraint loop_item_status_known check (status in ('active', 'parked', 'completed', 'failed', 'cancelled')),
    constraint loop_item_finished_iff_terminal
        check ((status in ('active', 'parked')) = (finished_at is null))
) with (fillfactor = 70);

-- The pages a paginated call has collected so far, one row each, so that no page is written twice.
create table ${schema}.collected_page (
    execution_id bigint not null,
    visit integer not null,
    -- -1 when the visit does not loop.
    item integer not null,
    page integer not null,
    content jsonb,
    constraint collected_page_pk primary key (execution_id, visit, item, page)
);
--rollback drop table ${schema}.collected_page;
--rollback drop table ${schema}.loop_item;
--rollback drop table ${schema}.loop_chunk;
--rollback drop table ${schema}.loop;

--changeset downbeat:0002-result-blob
--comment: Values above inline_max_bytes, compressed; rows hold {_ref, _preview, _size_bytes, _store}.
create table ${schema}.result_blob (
    blob_id bigint generated always as identity,
    execution_id bigint not null,
    -- Given by the artifact tool; a later value under the same name replaces the earlier.
    name text,
    size_bytes bigint not null,
    content bytea not null,
    constraint result_blob_pk primary key (blob_id),
    -- Serves BlobArtifacts.get, and the removal of an execution.
    constraint result_blob_name_uk unique (execution_id, name),
    constraint result_blob_size_positive check (size_bytes >= 0)
);
-- The content is compressed already.
alter table ${schema}.result_blob alter column content set storage external;
--rollback drop table ${schema}.result_blob;

--changeset downbeat:0002-playbook-event
--comment: What happened, for people and audit; never read to decide. Rows stay under 10 KB.
create table ${schema}.playbook_event (
    event_id bigint generated always as identity,
    execution_id bigint not null,
    event_type text not null,
    node_name text,
    visit integer,
    item integer,
    attempt integer,
    status text,
    duration_ms double precision,
    result jsonb,
    error jsonb,
    worker text,
    created_at timestamptz not null default clock_timestamp(),
    -- Serves Events.after: one execution's events in order.
    constraint playbook_event_pk primary key (execution_id, event_id)
);
--rollback drop table ${schema}.playbook_event;

--changeset downbeat:0002-noetl-event
--comment: The event log under the name and with the columns that existing summary queries use; started, completed and failed appear under their underscore names as well.
create schema if not exists noetl;
create or replace view noetl.event as
select
    event.execution_id,
    execution.playbook_id as catalog_id,
    event.event_id,
    execution.parent_execution_id,
    spelling.event_type,
    event.node_name as node_id,
    event.node_name,
    case when event.event_type like 'playbook.%' then 'playbook'
         when event.event_type like 'workflow.%' then 'workflow'
         when event.event_type like 'loop.%' then 'loop'
         else 'step' end as node_type,
    event.status,
    event.duration_ms / 1000.0 as duration,
    event.result,
    event.error ->> 'message' as error,
    event.error as error_detail,
    event.attempt,
    event.visit,
    event.item as current_index,
    event.worker as worker_id,
    event.created_at
from ${schema}.playbook_event event
join ${schema}.playbook_execution execution on execution.execution_id = event.execution_id
cross join lateral (
    select event.event_type
    union all
    select 'playbook_started' where event.event_type = 'playbook.initialized'
    union all
    select 'playbook_completed' where event.event_type = 'playbook.completed'
    union all
    select 'playbook_failed' where event.event_type = 'playbook.failed'
) spelling (event_type);
--rollback drop view noetl.event;
