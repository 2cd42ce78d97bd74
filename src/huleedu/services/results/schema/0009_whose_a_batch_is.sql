-- whose a batch is; those of before there were schools are the installation's own. One that is not
-- registered yet is nobody's: its rows follow when it is
insert into batch (id, created_at)
select batch, now() from (select batch from file union select batch from step
                          union select batch from ranking) known
on conflict (id) do nothing;

alter table batch
    add school uuid not null default '00000000-0000-4000-8000-000000000001',
    -- nobody's in particular: its school's administrators'
    add owner uuid not null default '00000000-0000-0000-0000-000000000000',
    add class uuid,
    add due timestamptz,
    add blind boolean not null default false,
    add open boolean not null default false,
    add archived boolean not null default false,
    add changed_at timestamptz,
    add unique (id, school);
update batch set changed_at = coalesce(finished_at, created_at);
alter table batch
    alter school set default '00000000-0000-0000-0000-000000000000',
    alter changed_at set default clock_timestamp(),
    alter changed_at set not null;
create index batch_of_owner on batch (owner);

create function date_batch() returns trigger language plpgsql as $$
begin
    new.changed_at := clock_timestamp();
    return new;
end $$;
create trigger batches_are_dated before update on batch
    for each row execute function date_batch();

-- a file of one school in a batch of another is refused by the key, whoever writes it
alter table file
    add school uuid not null default '00000000-0000-4000-8000-000000000001';
alter table step
    add school uuid not null default '00000000-0000-4000-8000-000000000001';
alter table ranking
    add school uuid not null default '00000000-0000-4000-8000-000000000001';
do $$ declare t text;
begin
  foreach t in array array['file', 'step', 'ranking'] loop
    execute format('alter table %1$I alter school drop default', t);
    execute format('alter table %1$I add foreign key (school, batch) '
                   'references batch (school, id) on update cascade', t);
  end loop;
end $$;

-- with whom a batch is shared, and what they may do
create table share (
    school uuid not null,
    batch uuid not null,
    person uuid not null,
    may text not null check (may in ('look', 'work')),
    primary key (batch, person),
    foreign key (school, batch) references batch (school, id) on update cascade
);
create index share_of_person on share (person);

do $$ declare t text;
begin
  foreach t in array array['batch', 'file', 'step', 'ranking', 'share'] loop
    execute format('alter table %1$I enable row level security', t);
    execute format('alter table %1$I force row level security', t);
    execute format('create policy of_services on %1$I to current_user using (true) '
                   'with check (true)', t);
    execute format('create policy of_viewers on %1$I using (school = '
                   '(select nullif(current_setting(''huleedu.school'', true), '''')::uuid))', t);
  end loop;
end $$;
