-- pupils without an essay of whom somebody has said why; by what a decision names them by
create table missing (
    batch uuid not null,
    school uuid not null,
    pupil text not null,
    why text not null check (why in ('absent', 'later')),
    person uuid not null,
    said_at timestamptz not null,
    primary key (batch, pupil)
);
alter table missing enable row level security;
alter table missing force row level security;
create policy of_services on missing to current_user using (true) with check (true);
create policy of_viewers on missing
    using (school = (select nullif(current_setting('huleedu.school', true), '')::uuid));

-- with which revision of its class the batch was matched last, and which essays were told of anew
-- because the class had changed
alter table batch add matched_class bigint not null default 0;
alter table essay add told_anew boolean not null default false;
