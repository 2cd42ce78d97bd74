-- second factors, recovery codes, and tokens of programs

-- whether somebody must set up a second factor is found anew each time, from what they have
alter table session drop column must_enrol;

-- a code app: its secret is never shown again; a step of 30 s is used once
create table totp (
    school uuid not null,
    person uuid not null,
    secret text not null,
    made_at timestamptz not null,
    confirmed_at timestamptz,
    last_step bigint not null default 0,
    primary key (school, person),
    foreign key (school, person) references person
);

-- hash: of the credential's id
create table passkey (
    school uuid not null,
    id uuid not null,
    person uuid not null,
    hash text not null unique,
    credential bytea not null,
    public_key bytea not null,
    sign_count bigint not null,
    name text not null,
    made_at timestamptz not null,
    used_at timestamptz,
    primary key (school, id),
    foreign key (school, person) references person
);
create index passkey_of_person on passkey (school, person);

create table recovery_code (
    school uuid not null,
    person uuid not null,
    hash text not null,
    used_at timestamptz,
    primary key (school, person, hash),
    foreign key (school, person) references person
);

-- what an authenticator is asked to sign, once; of nobody yet at sign-in
create table challenge (
    hash text primary key,
    person uuid,
    ends_at timestamptz not null
);
create index challenge_by_age on challenge (ends_at);

create table access_token (
    school uuid not null,
    id uuid not null,
    person uuid not null,
    hash text not null unique,
    name text not null check (name <> ''),
    rights text[] not null check (rights <@ array['read', 'write', 'judge-admin', 'admin']),
    made_at timestamptz not null,
    ends_at timestamptz not null check (ends_at <= made_at + interval '366 days'),
    used_at timestamptz,
    primary key (school, id),
    foreign key (school, person) references person
);
create index access_token_of_person on access_token (school, person);

-- a new password was asked for, and the administrators may make a link
alter table person add column reset_asked_at timestamptz;

do $$
declare name text;
begin
    foreach name in array array['totp', 'passkey', 'recovery_code', 'challenge', 'access_token']
    loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format(
            'create policy of_services on %I to current_user using (true) with check (true)', name);
        if name <> 'challenge' then
            execute format(
                'create policy of_viewers on %I using (school = (
                    select nullif(current_setting(''huleedu.school'', true), '''')::uuid))', name);
        end if;
    end loop;
    foreach name in array array['passkey', 'access_token']
    loop
        execute format(
            'create policy of_presenters on %I using (
                hash = (select current_setting(''huleedu.presented'', true)))', name);
    end loop;
end $$;

-- hashes of dice, for minutes
create policy of_viewers on challenge using (true);
