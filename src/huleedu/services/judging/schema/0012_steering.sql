-- who asks judges, and who ended it
alter table judging
    add column asked_by text not null default '',
    add column closed_by uuid;

-- a judge has an id for whoever set the judging up, an address, a link that was opened or was not,
-- and decisions that count, or were taken out
alter table enrolment
    add column id uuid not null default gen_random_uuid() unique,
    add column email text not null default '',
    add column opened_at timestamptz,
    add column seen_at timestamptz,
    add column left_out_at timestamptz;

-- how sure each ranking was that was made
create table ranking_made (
    judging uuid not null,
    school uuid not null,
    number bigint not null,
    figures jsonb not null,
    primary key (judging, number),
    foreign key (school, judging) references judging (school, id) on update cascade
);
alter table ranking_made enable row level security;
alter table ranking_made force row level security;
create policy of_services on ranking_made to current_user using (true) with check (true);
create policy of_viewers on ranking_made
    using (school = (select nullif(current_setting('huleedu.school', true), '')::uuid));
