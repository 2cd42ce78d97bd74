-- whose a batch is, whether every text that comes has a slot, and when the texts are to be in
alter table batch
    add school uuid not null default '00000000-0000-4000-8000-000000000001',
    add open boolean not null default false,
    add due timestamptz;
-- nobody's, until the batch is registered
alter table batch alter school set default '00000000-0000-0000-0000-000000000000';

-- an essay and its moves are seen by whoever sees its batch
do $$ declare t text;
begin
  foreach t in array array['batch', 'essay', 'move'] loop
    execute format('alter table %1$I enable row level security', t);
    execute format('alter table %1$I force row level security', t);
    execute format('create policy of_services on %1$I to current_user using (true) '
                   'with check (true)', t);
  end loop;
end $$;
create policy of_viewers on batch
    using (school = (select nullif(current_setting('huleedu.school', true), '')::uuid));
create policy of_viewers on essay using (exists (select from batch b where b.id = essay.batch));
create policy of_viewers on move using (exists (select from essay e where e.id = move.essay));
