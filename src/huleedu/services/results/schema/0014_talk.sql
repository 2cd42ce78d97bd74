-- what was said of essays that are to be talked about, in order: put on the list, closed with an
-- outcome, or the last of that undone. Which are on it is reckoned from this; nothing is changed
create table talk (
    id uuid primary key,
    number bigint generated always as identity,
    school uuid not null,
    batch uuid not null,
    essay uuid not null,
    kind text not null check (kind in ('put', 'closed', 'undone')),
    said_at timestamptz not null,
    person uuid,
    person_name text not null,
    line text not null default '',
    present text not null default '',
    outcome text check (outcome in ('stays', 'grade', 'look_again', 'text')),
    -- the reasons that it was there for, by their keys
    covers text[] not null default '{}',
    judgements integer not null default 0,
    more integer not null default 0,
    check ((kind = 'closed') = (outcome is not null)),
    foreign key (school, batch) references batch (school, id) on update cascade
);
create index talk_of_batch on talk (batch, number);

-- what a teacher keeps for themselves about an essay: nobody else is told
create table essay_note (
    school uuid not null,
    batch uuid not null,
    essay uuid not null,
    person uuid not null,
    note text not null,
    saved_at timestamptz not null,
    primary key (essay, person),
    foreign key (school, batch) references batch (school, id) on update cascade
);

-- who looked at an essay, once a day
create table essay_look (
    school uuid not null,
    batch uuid not null,
    essay uuid not null,
    person uuid not null,
    person_name text not null,
    day date not null,
    looked_at timestamptz not null,
    primary key (essay, person, day),
    foreign key (school, batch) references batch (school, id) on update cascade
);

-- words that are no misspellings in this batch, in small letters
create table allowed_word (
    school uuid not null,
    batch uuid not null,
    word text not null,
    person uuid,
    person_name text not null,
    allowed_at timestamptz not null,
    primary key (batch, word),
    foreign key (school, batch) references batch (school, id) on update cascade
);

do $$ declare t text;
begin
  foreach t in array array['talk', 'essay_note', 'essay_look', 'allowed_word'] loop
    execute format('alter table %1$I enable row level security', t);
    execute format('alter table %1$I force row level security', t);
    execute format('create policy of_services on %1$I to current_user using (true) '
                   'with check (true)', t);
    execute format('create policy of_viewers on %1$I using (school = '
                   '(select nullif(current_setting(''huleedu.school'', true), '''')::uuid))', t);
  end loop;
end $$;

-- words that were found and are allowed stand apart: whoever counts, lists or shows the others
-- need not know of them. What comes anew is all that was found
alter table file add not_misspelt jsonb not null default '[]';

create function pass_allowed_words() returns trigger language plpgsql as $$
declare
    found jsonb;
begin
    if tg_op = 'UPDATE' and new.misspellings is distinct from old.misspellings then
        new.not_misspelt := '[]';
    end if;
    if new.misspellings is null or (new.not_misspelt = '[]' and not exists (
        select from allowed_word where batch = new.batch
    )) then
        return new;
    end if;
    found := new.misspellings || new.not_misspelt;
    select coalesce(jsonb_agg(m order by (m->>0)::integer) filter (where a.word is null), '[]'),
           coalesce(jsonb_agg(m order by (m->>0)::integer) filter (where a.word is not null), '[]')
    into new.misspellings, new.not_misspelt
    from jsonb_array_elements(found) m
    left join allowed_word a on a.batch = new.batch and a.word = lower(m->>2);
    if new.measures ? 'misspellings_per_100_words' and (new.measures->>'words')::float8 > 0 then
        new.measures := jsonb_set(new.measures, '{misspellings_per_100_words}', to_jsonb(
            100 * jsonb_array_length(new.misspellings) / (new.measures->>'words')::float8));
    end if;
    return new;
end $$;
alter function pass_allowed_words() set search_path from current;

create trigger words_are_passed before update on file
    for each row execute function pass_allowed_words();
