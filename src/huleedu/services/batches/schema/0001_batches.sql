create table batch (
    id uuid primary key,
    title text not null,
    slots integer not null check (slots > 0),
    language text not null,
    pupils text[] not null,
    deadline_s integer not null,
    digest text not null,
    registered_at timestamptz not null,
    state text not null,
    run integer not null default 0,
    revision integer not null default 0,
    step text,
    waits_until timestamptz not null default 'infinity'
);
create index batch_waits on batch (waits_until);

-- the essays that take part
create table essay (
    id uuid primary key,
    batch uuid not null references batch,
    slot integer not null,
    text text not null,
    unique (batch, slot)
);

-- what each step gave for each essay: one result counts
create table result (
    essay uuid not null references essay,
    step text not null,
    run integer not null,
    failed text,
    detail jsonb not null,
    taken_at timestamptz not null,
    primary key (essay, step)
);

-- every step that was taken; its outcome is said when finished_at is set, and that is set once
create table step (
    batch uuid not null references batch,
    run integer not null,
    step text not null,
    essays integer not null,
    reused integer not null,
    started_at timestamptz not null,
    finished_at timestamptz,
    succeeded integer,
    failed integer,
    primary key (batch, run, step)
);

-- results that changed nothing, and why; and failures that were tried again
create table ignored (
    batch uuid not null,
    essay uuid not null,
    step text not null,
    run integer not null,
    why text not null,
    message uuid,
    at timestamptz not null
);
create index ignored_of_batch on ignored (batch);
