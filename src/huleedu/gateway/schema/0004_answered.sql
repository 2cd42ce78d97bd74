-- what was answered to requests that have a name, for a day
create table answered (
    school uuid not null,
    person uuid not null,
    name uuid not null,
    digest text not null,
    began_at timestamptz not null,
    status integer,
    body bytea,
    primary key (school, person, name)
);
create index answered_age on answered (began_at);
alter table answered enable row level security;
alter table answered force row level security;
create policy of_services on answered to current_user using (true) with check (true);
create policy of_viewers on answered
    using (school = (select nullif(current_setting('huleedu.school', true), '')::uuid));
