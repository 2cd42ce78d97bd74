-- what somebody has begun to fill in, until they send it
create table draft (
    school uuid not null,
    person uuid not null,
    page text not null,
    fields jsonb not null,
    saved_at timestamptz not null,
    primary key (school, person, page)
);
alter table draft enable row level security;
alter table draft force row level security;
create policy of_services on draft to current_user using (true) with check (true);
create policy of_viewers on draft
    using (school = (select nullif(current_setting('huleedu.school', true), '')::uuid));
