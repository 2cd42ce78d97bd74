-- what was asked to be drafted, by whom, and what came of it
create table draft (
    school uuid not null,
    id uuid not null,
    batch uuid not null,
    essay uuid not null,
    person uuid not null,
    language text not null check (language in ('en', 'sv')),
    asked_at timestamptz not null,
    state text not null default 'waiting' check (state in ('waiting', 'drafted', 'failed')),
    -- a code: why nothing came of it
    why text not null default '',
    ended_at timestamptz,
    primary key (school, id),
    check ((state = 'waiting') = (ended_at is null))
);
create index draft_of_batch on draft (school, batch, asked_at);
-- a text is not with a model twice at once
create unique index draft_waiting on draft (essay) where state = 'waiting';

-- what was asked of a model and what it answered, word for word
create table transcript (
    school uuid not null,
    id uuid not null,
    draft uuid not null,
    batch uuid not null,
    model text not null,
    asked_at timestamptz not null,
    request jsonb not null,
    response text not null default '',
    tokens_in bigint not null,
    tokens_out bigint not null,
    cost numeric not null check (cost >= 0),
    outcome text not null default 'under way',
    primary key (school, id),
    foreign key (school, draft) references draft
);
create index transcript_of_batch on transcript (school, batch, asked_at);
create index transcript_of_draft on transcript (school, draft, asked_at);

-- what a batch's drafts have cost, or have set aside: whether one more may be asked is decided by
-- this row alone
create table account (
    school uuid not null,
    batch uuid not null,
    cost numeric not null check (cost >= 0),
    primary key (school, batch)
);

-- when an endpoint may be asked again, for all processes and schools
create table pace (
    endpoint text primary key,
    free_at timestamptz not null,
    held_until timestamptz not null
);

do $$
declare name text;
begin
    foreach name in array array['draft', 'transcript', 'account']
    loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format(
            'create policy of_services on %I to current_user using (true) with check (true)', name);
        execute format(
            'create policy of_viewers on %I using (school = (
                select nullif(current_setting(''huleedu.school'', true), '''')::uuid))', name);
    end loop;
end $$;
