-- decisions that were made elsewhere, to be taken in once the batch is assessed
create table given (
    batch uuid primary key,
    school uuid not null,
    told jsonb not null,
    given_at timestamptz not null,
    taken_at timestamptz
);
alter table given enable row level security;
alter table given force row level security;
create policy of_services on given to current_user using (true) with check (true);
create policy of_viewers on given
    using (school = (select nullif(current_setting('huleedu.school', true), '')::uuid));
