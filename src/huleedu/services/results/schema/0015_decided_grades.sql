-- what grade somebody decided for an essay: the last of each essay holds, those of before are kept.
-- Nothing else is ever written here: a probability is no grade
create table grade (
    school uuid not null,
    batch uuid not null,
    essay uuid not null,
    -- counts what was decided of this essay, from 1
    number integer not null check (number > 0),
    -- what was done at once, and is taken back at once
    act uuid not null,
    -- empty: undecided again
    grade text not null,
    reason text not null,
    -- what the ranking of this number said then; null: nothing
    likeliest text,
    ranking bigint not null,
    -- null: at the machine itself
    person uuid,
    person_name text not null,
    decided_at timestamptz not null,
    primary key (school, batch, essay, number),
    foreign key (school, batch) references batch (school, id) on update cascade
);
create index grade_acts on grade (school, batch, act);

-- the last rankings of a batch: who reads one is not shown another until they ask for it
create table ranking_of_number (
    school uuid not null,
    batch uuid not null,
    number bigint not null,
    ranking text not null,
    primary key (school, batch, number),
    foreign key (school, batch) references batch (school, id) on update cascade
);
insert into ranking_of_number (school, batch, number, ranking)
select school, batch, number, ranking from ranking where ranking is not null;

do $$ declare t text;
begin
  foreach t in array array['grade', 'ranking_of_number'] loop
    execute format('alter table %1$I enable row level security', t);
    execute format('alter table %1$I force row level security', t);
    execute format('create policy of_services on %1$I to current_user using (true) '
                   'with check (true)', t);
    execute format('create policy of_viewers on %1$I using (school = '
                   '(select nullif(current_setting(''huleedu.school'', true), '''')::uuid))', t);
  end loop;
end $$;
