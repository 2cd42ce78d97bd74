-- what was asked for to be taken away: by whom, how far it is, and until when its bytes are kept
create table export (
    id uuid primary key,
    school uuid not null,
    number bigint generated always as identity,
    batch uuid not null,
    person uuid not null,
    profile text not null,
    language text not null,
    asked_at timestamptz not null,
    -- asks: a platform's file was given, and somebody has to say which of its columns is meant
    state text not null check (state in ('asks', 'wanted', 'made', 'failed', 'gone')),
    why text not null default '',
    done integer not null default 0,
    whole integer not null default 0,
    -- a platform's own file that is filled in, and which column of it
    given bytea,
    given_name text not null default '',
    columns text[] not null default '{}',
    chosen text not null default '',
    -- of what was made
    attempt uuid,
    name text not null default '',
    size_bytes bigint not null default 0,
    -- pupils' names were shown when it was made, and may stand in it
    names boolean not null default false,
    expires_at timestamptz not null,
    unique (school, id)
);
create index export_of_batch on export (school, batch, number);
create index export_expiry on export (expires_at);
alter table export alter column given set storage external;

-- the bytes, of each attempt by itself: of two that were made at once the first counts
create table export_part (
    school uuid not null,
    export uuid not null,
    attempt uuid not null,
    at bigint not null,
    bytes bytea not null,
    primary key (export, attempt, at),
    foreign key (school, export) references export (school, id) on delete cascade
);
alter table export_part alter column bytes set storage external;

-- how often anything of a batch's exports has changed: whoever changes one holds this row until it
-- shows, so that no change shows behind a later one
create table export_revision (
    school uuid not null,
    batch uuid not null,
    revision bigint not null,
    primary key (school, batch)
);
create index export_revision_of_batch on export_revision (batch);

do $$
declare name text;
begin
    foreach name in array array['export', 'export_part', 'export_revision']
    loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format(
            'create policy of_services on %I to current_user using (true) with check (true)', name);
        execute format(
            'create policy of_viewers on %I using (school = (
                select nullif(current_setting(''huleedu.school'', true), '''')::uuid))', name);
    end loop;
    -- who is signed in may say something, and not read what others say
    execute format('grant insert, select (id) on outbox to %I', current_user || '_web');
end $$;
