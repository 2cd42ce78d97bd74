-- a judge's decisions that count as if the two texts had stood the other way round, because
-- somebody said so; what was shown and what was answered stays as it was
create table turning (
    id uuid primary key,
    school uuid not null,
    judging uuid not null,
    enrolment uuid not null references enrolment (id),
    at timestamptz not null,
    person uuid,
    person_name text not null,
    ended_at timestamptz,
    ended_by uuid,
    ended_name text not null default '',
    foreign key (school, judging) references judging (school, id) on update cascade
);
create index turning_of_judging on turning (judging);
alter table turning enable row level security;
alter table turning force row level security;
create policy of_services on turning to current_user using (true) with check (true);
create policy of_viewers on turning
    using (school = (select nullif(current_setting('huleedu.school', true), '')::uuid));

-- of a decision that counts turned: by which of these
alter table pair add column turned uuid;
