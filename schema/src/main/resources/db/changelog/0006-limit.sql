--liquibase formatted sql

--changeset queue:0006-limit
--comment: How many executions may run at once, or start per period, over all workers. What is used is counted, never stored.
create table ${schema}.claim_limit (
    -- Whose executions: a task's or a queue's.
    scope text not null,
    scope_id integer not null,
    kind text not null,
    -- Where in the payload the key stands that each has its own amount; empty for one amount for all.
    key_path text[] not null,
    amount integer not null,
    period interval,
    constraint claim_limit_pk primary key (scope, scope_id, kind, key_path),
    constraint claim_limit_scope_known check (scope in ('task', 'queue')),
    constraint claim_limit_kind_known check (kind in ('concurrency', 'rate')),
    constraint claim_limit_amount_positive check (amount >= 1),
    constraint claim_limit_period_iff_rate check ((kind = 'rate') = (period is not null))
);
-- Serves ClaimLimited: what runs under a limit (flag 8). Executions without a limit are not in it.
create index running_limited_idx on ${schema}.running (task_id) where flags & 8 <> 0;

-- Tokens left at a time; a key without a row has all of them.
create table ${schema}.rate_bucket (
    scope text not null,
    scope_id integer not null,
    key_path text[] not null,
    key text not null,
    tokens double precision not null,
    refilled_at timestamptz not null,
    full_at timestamptz not null,
    constraint rate_bucket_pk primary key (scope, scope_id, key_path, key)
);
--rollback drop table ${schema}.rate_bucket;
--rollback drop index ${schema}.running_limited_idx;
--rollback drop table ${schema}.claim_limit;
