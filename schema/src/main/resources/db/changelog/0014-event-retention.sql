--liquibase formatted sql

--changeset queue:0014-event-retention
--comment: How long events are kept. A row of its own: a worker's start writes it, and waits for nobody who prunes.
create table ${schema}.event_retention (
    only_row boolean not null default true,
    kept interval not null default interval '30 days',
    constraint event_retention_pk primary key (only_row),
    constraint event_retention_only_row check (only_row),
    constraint event_retention_kept_positive check (kept > interval '0')
);
insert into ${schema}.event_retention default values;
--rollback drop table ${schema}.event_retention;
