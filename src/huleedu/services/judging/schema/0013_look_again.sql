-- an essay is to be judged so many times more, by judges who had not seen it when that was asked
create table look_again (
    id uuid primary key,
    school uuid not null,
    judging uuid not null,
    essay uuid not null,
    more integer not null check (more > 0),
    asked_at timestamptz not null,
    person uuid,
    person_name text not null,
    withdrawn_at timestamptz,
    foreign key (school, judging) references judging (school, id) on update cascade,
    foreign key (judging, essay) references script (judging, essay)
);
create index look_again_of_judging on look_again (judging);
alter table look_again enable row level security;
alter table look_again force row level security;
create policy of_services on look_again to current_user using (true) with check (true);
create policy of_viewers on look_again
    using (school = (select nullif(current_setting('huleedu.school', true), '')::uuid));

-- judging is open for these alone: why it had been closed, as which it closes again with the last
alter table judging add alone_after text;
