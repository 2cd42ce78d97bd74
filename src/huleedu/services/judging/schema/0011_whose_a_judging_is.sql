-- whose each batch is: by a plan, once it is registered. Those of before there were schools are the
-- installation's own
insert into plan (batch, school, rules)
select batch, '00000000-0000-4000-8000-000000000001', '{}'
from (select batch from essay union select id from judging) known
on conflict do nothing;

-- what is of one school in the judging of another is refused by the key, whoever writes it
alter table judging add school uuid not null default '00000000-0000-4000-8000-000000000001';
update judging set school = p.school from plan p where p.batch = judging.id;
alter table judging alter school drop default, add unique (school, id);

do $$ declare t text; k text;
begin
  foreach t in array array['script', 'enrolment', 'pair', 'transcript', 'account', 'ranking', 'due',
                           'draft'] loop
    execute format('alter table %I add school uuid not null '
                   'default ''00000000-0000-4000-8000-000000000001''', t);
    execute format('update %1$I set school = j.school from judging j '
                   'where j.id = %1$I.judging and j.school <> %1$I.school', t);
    -- the key by which it belonged to a judging, of whatever school
    for k in select conname from pg_constraint
             where conrelid = t::regclass and confrelid = 'judging'::regclass loop
      execute format('alter table %I drop constraint %I', t, k);
    end loop;
    execute format('alter table %I alter school drop default, add foreign key (school, judging) '
                   'references judging (school, id) on update cascade', t);
  end loop;
end $$;

-- nobody's, until its batch is registered
alter table essay add school uuid not null default '00000000-0000-4000-8000-000000000001';
update essay set school = p.school from plan p where p.batch = essay.batch and p.school <> essay.school;
alter table essay alter school set default '00000000-0000-0000-0000-000000000000';

do $$ declare t text;
begin
  foreach t in array array['judging', 'script', 'enrolment', 'pair', 'transcript', 'account',
                           'ranking', 'due', 'draft', 'essay'] loop
    execute format('alter table %1$I enable row level security', t);
    execute format('alter table %1$I force row level security', t);
    execute format('create policy of_services on %1$I to current_user using (true) '
                   'with check (true)', t);
    execute format('create policy of_viewers on %1$I using (school = '
                   '(select nullif(current_setting(''huleedu.school'', true), '''')::uuid))', t);
  end loop;
end $$;

-- seen by whoever sees its pair
alter table earlier_answer enable row level security;
alter table earlier_answer force row level security;
create policy of_services on earlier_answer to current_user using (true) with check (true);
create policy of_viewers on earlier_answer
    using (exists (select from pair p where p.id = earlier_answer.pair));
