-- which file is to have the place of which essay, once its text is read
create table replacement (
    by uuid primary key,
    essay uuid not null,
    batch uuid not null
);
alter table replacement enable row level security;
alter table replacement force row level security;
create policy of_services on replacement to current_user using (true) with check (true);
create policy of_viewers on replacement
    using (exists (select from batch b where b.id = replacement.batch));

-- to which essay a slot was assigned, where another has it now
alter table assignment add first uuid;
