-- Rows are seen by the service itself, by viewers of their school, and by whoever presents the
-- secret whose SHA-256 a row keeps (at sign-in: the e-mail address), before any school is known.

create table school (
    school uuid primary key,
    name text not null,
    language text not null check (language in ('en', 'sv')),
    teachers_need_factor boolean not null default false,
    made_at timestamptz not null default now(),
    paused_at timestamptz
);

create table person (
    school uuid not null references school,
    id uuid not null,
    email text not null,
    name text not null check (name <> ''),
    rights text[] not null check (rights <@ array['administrator', 'teacher', 'operator']),
    language text check (language in ('en', 'sv')),
    theme text not null default 'auto' check (theme in ('auto', 'light', 'dark')),
    keys boolean not null default true,
    -- null: comes in by a passkey or the school's service alone
    password_hash text,
    made_at timestamptz not null,
    seen_at timestamptz,
    removed_at timestamptz,
    primary key (school, id)
);
create unique index person_of_school on person (school, email) where removed_at is null;
create index person_by_email on person (email) where removed_at is null;

create table session (
    school uuid not null,
    id uuid not null,
    person uuid not null,
    hash text not null unique,
    made_at timestamptz not null,
    used_at timestamptz not null,
    -- when its person last showed who they are
    fresh_at timestamptz not null,
    -- whether a second factor must be set up before anything else
    must_enrol boolean not null,
    agent text not null,
    address text not null,
    primary key (school, id),
    foreign key (school, person) references person
);
create index session_of_person on session (school, person);

-- browsers that somebody has signed in with: others' failures do not slow them
create table device (
    school uuid not null,
    hash text primary key,
    person uuid not null,
    seen_at timestamptz not null,
    foreign key (school, person) references person
);
create index device_of_person on device (school, person);

-- links and tickets that work once
create table one_time_link (
    school uuid not null references school,
    hash text primary key,
    kind text not null check (kind in ('start', 'invitation', 'reset', 'second-factor')),
    person uuid,
    email text,
    rights text[],
    made_by uuid,
    made_at timestamptz not null,
    ends_at timestamptz not null,
    used_at timestamptz,
    foreign key (school, person) references person,
    foreign key (school, made_by) references person
);
create index one_time_link_of_person on one_time_link (school, person);

-- failures since the last success, by account, device or address prefix; a key is a hash
create table attempt (
    key text primary key,
    failures integer not null check (failures >= 0),
    last_at timestamptz not null
);
create index attempt_by_age on attempt (last_at);

-- who did or saw what, when and from where; rows are only ever added
create table audit (
    school uuid not null references school,
    id bigint generated always as identity,
    at timestamptz not null,
    person uuid,
    what text not null,
    about uuid,
    facts jsonb not null default '{}',
    address text not null,
    primary key (school, id)
);
create index audit_in_order on audit (school, at desc, id desc);
create index audit_of_person on audit (school, person, id desc);

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'the audit is only ever added to' using errcode = 'insufficient_privilege';
end $$;
create trigger audit_is_append_only before update or delete or truncate on audit
    for each statement execute function refuse_change();

do $$
declare name text;
begin
    foreach name in array array['school', 'person', 'session', 'device', 'one_time_link', 'audit',
        'attempt']
    loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        if name <> 'audit' then
            execute format(
                'create policy of_services on %I to current_user using (true) with check (true)',
                name);
        end if;
    end loop;
    foreach name in array array['school', 'person', 'session', 'device', 'one_time_link']
    loop
        execute format(
            'create policy of_viewers on %I using (school = (
                select nullif(current_setting(''huleedu.school'', true), '''')::uuid))', name);
    end loop;
    foreach name in array array['session', 'device', 'one_time_link']
    loop
        execute format(
            'create policy of_presenters on %I using (
                hash = (select current_setting(''huleedu.presented'', true)))', name);
    end loop;
end $$;

create policy of_presenters on person for select
    using (email = (select current_setting('huleedu.presented', true)));
-- counters under hashes: they are nobody's data, and count before anybody is known
create policy of_viewers on attempt using (true);
-- nobody has a policy that lets them change or delete a row of the audit
create policy reads_of_services on audit for select to current_user using (true);
create policy notes_of_services on audit for insert to current_user with check (true);
create policy reads_of_viewers on audit for select using (
    school = (select nullif(current_setting('huleedu.school', true), '')::uuid));
create policy notes_of_viewers on audit for insert with check (
    school = (select nullif(current_setting('huleedu.school', true), '')::uuid));

insert into school (school, name, language)
values ('00000000-0000-4000-8000-000000000001', '', 'sv');
