-- what is being written to an essay's pupil
create table feedback (
    school uuid not null,
    batch uuid not null,
    essay uuid not null,
    words text not null default '',
    -- what else the pupil is shown
    shows text[] not null,
    ready boolean not null default false,
    -- whether a program drafted these words, and what people have done with them since
    program text not null default ''
        check (program in ('', 'drafted', 'changed', 'accepted')),
    revision integer not null check (revision > 0),
    changed_by uuid,
    changed_at timestamptz not null,
    primary key (school, essay),
    check (not (ready and program = 'drafted'))
);
create index feedback_of_batch on feedback (batch);

-- what was given: what the pupil sees, as it was then
create table given (
    school uuid not null,
    id uuid not null,
    batch uuid not null,
    essay uuid not null,
    -- of the feedback, when it was given
    revision integer not null,
    page jsonb not null,
    given_by uuid,
    given_at timestamptz not null,
    ended_by uuid,
    ended_at timestamptz,
    -- whether another one took its place
    replaced boolean not null default false,
    primary key (school, id),
    foreign key (school, essay) references feedback
);
create unique index given_now on given (essay) where ended_at is null;
create index given_of_batch on given (batch) where ended_at is null;

-- who did what with an essay's feedback, and when
create table moved (
    school uuid not null,
    batch uuid not null,
    essay uuid not null,
    number bigint generated always as identity,
    at timestamptz not null,
    person uuid,
    what text not null check (what in ('written', 'drafted', 'accepted', 'ready', 'not_ready',
        'given', 'withdrawn', 'given_back')),
    primary key (school, essay, number)
);

-- what a teacher writes often
create table phrase (
    school uuid not null,
    person uuid not null,
    id uuid not null,
    words text not null check (words <> ''),
    made_at timestamptz not null,
    primary key (school, person, id)
);

-- by which a pupil reads what was given, for as long as it is; the key is kept by nobody but them
create table pupil_link (
    school uuid not null,
    id uuid not null,
    batch uuid not null,
    essay uuid not null,
    hash text not null unique,
    made_by uuid,
    made_at timestamptz not null,
    ends_at timestamptz not null,
    ended_at timestamptz,
    opened_at timestamptz,
    primary key (school, id)
);
create index pupil_link_of_batch on pupil_link (batch) where ended_at is null;

create table pupil_session (
    school uuid not null,
    hash text primary key,
    link uuid not null,
    made_at timestamptz not null,
    ends_at timestamptz not null,
    foreign key (school, link) references pupil_link
);
create index pupil_session_by_age on pupil_session (ends_at);

do $$
declare name text;
begin
    foreach name in array array['feedback', 'given', 'moved', 'phrase', 'pupil_link',
        'pupil_session']
    loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format(
            'create policy of_services on %I to current_user using (true) with check (true)', name);
        execute format(
            'create policy of_viewers on %I using (school = (
                select nullif(current_setting(''huleedu.school'', true), '''')::uuid))', name);
    end loop;
    -- who comes with a key has no school yet
    foreach name in array array['pupil_link', 'pupil_session']
    loop
        execute format(
            'create policy of_presenters on %I using (
                hash = (select current_setting(''huleedu.presented'', true)))', name);
    end loop;
end $$;
