-- what each service said, put where a reader finds it; services speak in any order, so every
-- row may be made by whichever word comes first
create table batch (
    id uuid primary key,
    title text,
    slots integer,
    language text,
    pupils text[] not null default '{}',
    created_at timestamptz not null,
    refused text,
    settled_revision integer not null default 0,
    settled_cause text,
    run integer not null default 0,
    state text not null default 'waiting',
    note text not null default '',
    finished_at timestamptz
);
create index batch_newest on batch (created_at);

create table file (
    id uuid primary key,
    batch uuid not null,
    name text,
    place integer[],
    size_bytes bigint,
    state text not null default 'waiting',
    slot integer,
    code text not null default '',
    reason text not null default '',
    notes text[] not null default '{}',
    text text,
    header text not null default '',
    opening text not null default '',
    format text,
    pages integer,
    language text,
    misspellings jsonb,
    measures jsonb,
    not_measured jsonb,
    failures jsonb not null default '{}'
);
create index file_of_batch on file (batch);

create table step (
    batch uuid not null,
    run integer not null,
    step text not null,
    essays integer not null,
    reused integer not null,
    succeeded integer,
    failed integer,
    started_at timestamptz not null default clock_timestamp(),
    primary key (batch, run, step)
);
