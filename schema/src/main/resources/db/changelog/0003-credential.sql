--liquibase formatted sql

--changeset downbeat:0003-credential
--comment: Secrets that tools use by name. The key that opens them is never in the database.
create table ${schema}.credential (
    name text not null,
    type text not null,
    -- AES-256-GCM over the fields as JSON; name and type are authenticated with them.
    nonce bytea not null,
    sealed bytea not null,
    changed_at timestamptz not null default now(),
    constraint credential_pk primary key (name),
    constraint credential_name_filled check (name <> ''),
    constraint credential_nonce_length check (length(nonce) = 12)
);
--rollback drop table ${schema}.credential;
