-- files on their way in: what has come of each is here, so that any process goes on with it
create table upload (
    id uuid primary key,
    school uuid not null,
    number bigint generated always as identity,
    batch uuid not null,
    person uuid not null,
    name text not null,
    size_bytes bigint not null check (size_bytes >= 0),
    fingerprint text not null default '',
    sent_bytes bigint not null default 0 check (sent_bytes between 0 and size_bytes),
    state text not null default 'open' check (state in ('open', 'offered')),
    expires_at timestamptz not null,
    unique (school, id)
);
-- the same file chosen again goes on where it was; without a fingerprint nobody can tell
create unique index upload_again on upload
    (school, batch, person, name, size_bytes, fingerprint) where fingerprint <> '';
create index upload_of_batch on upload (school, batch, person, number);
create index upload_expiry on upload (expires_at);

create table upload_part (
    school uuid not null,
    upload uuid not null,
    at bigint not null,
    bytes bytea not null,
    primary key (upload, at),
    foreign key (school, upload) references upload (school, id) on delete cascade
);
alter table upload_part alter column bytes set storage external;

alter table upload enable row level security;
alter table upload force row level security;
create policy of_services on upload to current_user using (true) with check (true);
create policy of_viewers on upload
    using (school = (select nullif(current_setting('huleedu.school', true), '')::uuid));
alter table upload_part enable row level security;
alter table upload_part force row level security;
create policy of_services on upload_part to current_user using (true) with check (true);
create policy of_viewers on upload_part
    using (school = (select nullif(current_setting('huleedu.school', true), '')::uuid));
