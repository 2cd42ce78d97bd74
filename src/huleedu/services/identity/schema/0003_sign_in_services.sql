-- a school's own sign-in service (OpenID Connect), and whom it vouches for

-- what everybody may know who signs in: it stands in the address that they are led to
create table sign_in_service (
    school uuid primary key references school,
    name text not null check (name <> ''),
    issuer text not null,
    client_id text not null,
    -- when somebody came back from it as who they are: only then it is offered to others
    tried_at timestamptz
);

create table sign_in_secret (
    school uuid primary key references sign_in_service on delete cascade,
    client_secret text not null
);

-- the service's own name of somebody, which never changes; an e-mail address is no such name
create table vouched (
    school uuid not null,
    issuer text not null,
    subject text not null,
    person uuid not null,
    made_at timestamptz not null,
    primary key (school, issuer, subject),
    unique (school, issuer, person),
    foreign key (school, person) references person
);

-- a question on its way: the hash of its state. person: who is to be connected; null: to sign in
create table service_question (
    school uuid not null references school,
    hash text primary key,
    person uuid,
    session uuid,
    nonce text not null,
    verifier text not null,
    ends_at timestamptz not null
);
create index service_question_by_age on service_question (ends_at);

do $$
declare name text;
begin
    foreach name in array array[
        'sign_in_service', 'sign_in_secret', 'vouched', 'service_question']
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
create policy of_presenters on service_question using (
    hash = (select current_setting('huleedu.presented', true)));
-- who is about to sign in says so, and sees what is offered to everybody
create policy of_those_who_sign_in on sign_in_service for select using (
    tried_at is not null and (select current_setting('huleedu.presented', true)) = 'sign-in');
