--liquibase formatted sql

--changeset queue:0004-clock
--comment: The time by which executions become due. Tests set it ahead instead of sleeping; leases go by the real clock.
create table ${schema}.clock_setting (
    only_row boolean not null default true,
    ahead interval not null,
    constraint clock_setting_pk primary key (only_row),
    constraint clock_setting_only_row check (only_row)
);

create function ${schema}.clock() returns timestamptz language sql stable as
'select now() + coalesce((select ahead from ${schema}.clock_setting), interval ''0'')';
--rollback drop function ${schema}.clock();
--rollback drop table ${schema}.clock_setting;
