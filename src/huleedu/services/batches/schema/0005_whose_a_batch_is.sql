-- whose a batch is; those of before there were schools are the installation's own
alter table batch
    alter slots drop not null, -- as many as come
    add school uuid not null default '00000000-0000-4000-8000-000000000001',
    add owner uuid,
    add class uuid,
    add due timestamptz,
    add blind boolean not null default false,
    add archived boolean not null default false,
    add unique (id, school);
alter table batch alter school drop default;

-- with whom it is shared, and what they may do
create table share (
    school uuid not null,
    batch uuid not null,
    person uuid not null,
    may text not null check (may in ('look', 'work')),
    primary key (batch, person),
    foreign key (school, batch) references batch (school, id)
);

do $$ declare t text;
begin
  foreach t in array array['batch', 'share'] loop
    execute format('alter table %1$I enable row level security', t);
    execute format('alter table %1$I force row level security', t);
    execute format('create policy of_services on %1$I to current_user using (true) '
                   'with check (true)', t);
    execute format('create policy of_viewers on %1$I using (school = '
                   '(select nullif(current_setting(''huleedu.school'', true), '''')::uuid))', t);
  end loop;
end $$;
