-- counts changes of rules, scripts and judges: a ranking that was made before is due anew
alter table exercise add column revision bigint not null default 0;

-- what the ranking that was said last was made from
create table ranking (
    exercise uuid primary key references exercise,
    number bigint not null,
    revision bigint not null,
    decided bigint not null,
    undone bigint not null,
    made_at timestamptz not null
);

-- batches of which something was decided that is in no ranking yet, since when
create table due (
    exercise uuid primary key references exercise,
    since timestamptz not null
);

-- batches that were judged before rankings were kept
insert into due (exercise, since)
select distinct exercise, now() from pair where state = 'decided';
