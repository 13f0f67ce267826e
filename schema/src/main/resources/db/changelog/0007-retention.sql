--liquibase formatted sql

--changeset queue:0007-retention
--comment: How long finished executions are kept, by task and outcome, and how far the walk over history has come.
alter table ${schema}.task
    add column keep_completed interval not null default interval '7 days',
    -- Of the failed and the cancelled.
    add column keep_failed interval not null default interval '30 days',
    add constraint task_keep_positive check (keep_completed >= interval '0' and keep_failed >= interval '0');

create table ${schema}.pruning (
    only_row boolean not null default true,
    -- The part of history that is walked now, and the block where the walk goes on; null between two walks.
    part text,
    next_block bigint not null default 0,
    next_walk_at timestamptz not null default now(),
    constraint pruning_pk primary key (only_row),
    constraint pruning_only_row check (only_row),
    constraint pruning_block_positive check (next_block >= 0)
);
insert into ${schema}.pruning default values;
--rollback drop table ${schema}.pruning;
--rollback alter table ${schema}.task drop constraint task_keep_positive, drop column keep_completed, drop column keep_failed;
