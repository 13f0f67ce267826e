--liquibase formatted sql

--changeset queue:0005-schedule
--comment: Cron schedules, declared by workers and made by callers alike: whoever writes a name replaces what it said.
create table ${schema}.schedule (
    name text not null,
    task_id integer not null,
    expression text not null,
    zone text not null,
    payload jsonb,
    priority smallint not null default 0,
    overlap text not null,
    missed_limit integer not null,
    paused boolean not null default false,
    -- The oldest slot not decided yet, and the guard of one fire per slot; null when there is none any more.
    next_fire_at timestamptz,
    last_fire_at timestamptz,
    last_execution_id bigint,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint schedule_pk primary key (name),
    constraint schedule_task_fk foreign key (task_id) references ${schema}.task (id),
    constraint schedule_name_length check (char_length(name) between 1 and 200),
    constraint schedule_overlap_known check (overlap in ('allow', 'skip')),
    constraint schedule_missed_limit_bounded check (missed_limit between 0 and 10000)
);
-- Serves FireSchedules: what is due, and when the next one is.
create index schedule_due_idx on ${schema}.schedule (next_fire_at) where not paused;
--rollback drop table ${schema}.schedule;
