-- what a batch has spent on models, or has set aside for requests under way: kept beside the
-- requests, so that whether one more may be made is decided by this row alone
create table account (
    exercise uuid primary key references exercise,
    tokens bigint not null check (tokens >= 0),
    cost numeric not null check (cost >= 0)
);

-- exact sums: a float could pass a limit
alter table asked
    alter column tokens_in type bigint,
    alter column tokens_out type bigint,
    alter column cost type numeric using cost::numeric;

-- which scripts a request was about, as they stood in it (null: a text of our own), and a digest of
-- all that it said but for the random number: what was answered is not asked twice
alter table asked
    add column first integer,
    add column second integer,
    add column digest text not null default '';

insert into account (exercise, tokens, cost)
select exercise, sum(tokens_in + tokens_out), sum(cost) from asked group by exercise;

drop index asked_of_judge;
create index asked_in_order on asked (exercise, asked_at, id);
create index asked_before on asked (exercise, digest) where outcome = 'said';

-- when a model may be asked again, for all processes: each request takes the next free moment, and
-- none is made before what the endpoint asked for is over
create table pace (
    model text primary key,
    free_at timestamptz not null,
    held_until timestamptz not null
);
