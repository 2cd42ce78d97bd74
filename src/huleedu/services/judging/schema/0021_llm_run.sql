-- language models that judge a batch for a school: one run of each at a time, started again with
-- another turn. Whoever is at work holds it; nobody else asks that model meanwhile
create table llm_run (
    judging uuid not null,
    school uuid not null,
    model text not null,
    turn integer not null check (turn > 0),
    told integer not null default 0,
    quota integer not null check (quota > 0),
    money numeric not null check (money >= 0),
    raised integer not null check (raised >= 0),
    started_at timestamptz not null,
    started_by uuid,
    ended_at timestamptz,
    ended_by uuid,
    why text not null default '',
    holder uuid,
    held_until timestamptz,
    primary key (judging, model),
    foreign key (school, judging) references judging (school, id) on update cascade
);
create index llm_run_to_tell on llm_run (judging) where told < turn and ended_at is null;
alter table llm_run enable row level security;
alter table llm_run force row level security;
create policy of_services on llm_run to current_user using (true) with check (true);
create policy of_viewers on llm_run
    using (school = (select nullif(current_setting('huleedu.school', true), '')::uuid));

alter table account add column stopped_by uuid;
