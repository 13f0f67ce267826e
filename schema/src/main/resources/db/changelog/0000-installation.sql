--liquibase formatted sql

--changeset downbeat:0000-installation
--comment: What is installed here, so that one SELECT tells a starting program whether it has anything to migrate.
create table ${schema}.installation (
    only_row boolean not null default true,
    version integer not null,
    constraint installation_pk primary key (only_row),
    constraint installation_only_row check (only_row),
    constraint installation_version_positive check (version > 0)
);
--rollback drop table ${schema}.installation;
