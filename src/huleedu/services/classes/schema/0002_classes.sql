-- a school's classes and their pupils: seen by viewers of the school, and by the service itself
create table class (
    school uuid not null,
    id uuid not null,
    name text not null check (name <> ''),
    year text not null default '',
    archived_at timestamptz,
    made_at timestamptz not null,
    -- rises with every change of the class or its pupils
    revision bigint not null default 1,
    primary key (school, id)
);

create table teacher (
    school uuid not null,
    class uuid not null,
    person uuid not null,
    primary key (school, class, person),
    foreign key (school, class) references class
);
create index teacher_by_person on teacher (school, person);

create table pupil (
    school uuid not null,
    id uuid not null,
    class uuid not null,
    name text not null check (name <> ''),
    called text not null default '',
    groups text[] not null default '{}',
    email text not null default '',
    -- what other systems know the pupil by
    ids text[] not null default '{}',
    no_models boolean not null default false,
    -- kept, for older results name them
    removed_at timestamptz,
    primary key (school, id),
    foreign key (school, class) references class
);
create index pupil_of_class on pupil (school, class);

-- a list that was read and not taken in yet
create table import_preview (
    school uuid not null,
    id uuid not null,
    class uuid not null,
    person uuid not null,
    made_at timestamptz not null,
    rows jsonb not null,
    headings jsonb not null,
    columns jsonb not null,
    -- classes of the list that are meant; none: all
    meant jsonb not null default '[]',
    -- pupils who are no longer in the list and are to be removed
    remove jsonb not null default '[]',
    -- rises when its columns or cells change
    revision bigint not null default 1,
    primary key (school, id),
    foreign key (school, class) references class
);
create index import_previews_by_age on import_preview (made_at);

-- whose batch it is, and with which class its essays are matched; what the command line makes is the
-- installation's own school's and has its names with it
alter table batch
    add school uuid not null default '00000000-0000-4000-8000-000000000001',
    add class uuid,
    -- of the class, when it was matched with it
    add class_revision bigint not null default 0,
    -- a text came, and the class is to be matched anew, though the batch is not settled
    add due boolean not null default false;
create index batch_of_class on batch (school, class);
create index batch_due on batch (id) where due;

-- the likeliest pupils, why, and where their names stand
alter table essay add guesses jsonb not null default '[]';

-- what somebody decided stands, whatever comes later
create table decision (
    batch uuid not null,
    essay uuid not null,
    pupils text[] not null,
    person uuid,
    decided_at timestamptz not null,
    primary key (batch, essay)
);

do $$
declare name text;
begin
    foreach name in array array['class', 'teacher', 'pupil', 'import_preview', 'batch']
    loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format(
            'create policy of_services on %I to current_user using (true) with check (true)', name);
        execute format(
            'create policy of_viewers on %I using (school = (
                select nullif(current_setting(''huleedu.school'', true), '''')::uuid))', name);
    end loop;
    foreach name in array array['essay', 'decision']
    loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format(
            'create policy of_services on %I to current_user using (true) with check (true)', name);
        -- whoever sees the batch
        execute format(
            'create policy of_viewers on %I using (
                exists (select from batch b where b.id = %I.batch))', name, name);
    end loop;
end $$;
