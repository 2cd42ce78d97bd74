-- by which rules a batch is to be judged once it is opened, as whoever made it said: of `rules` what
-- was chosen
create table plan (
    batch uuid primary key,
    school uuid not null,
    rules jsonb not null
);
alter table plan enable row level security;
alter table plan force row level security;
create policy of_services on plan to current_user using (true) with check (true);
create policy of_viewers on plan
    using (school = (select nullif(current_setting('huleedu.school', true), '')::uuid));
