-- what is judged: the essays of a batch, as they were when judging was opened
create table exercise (
    id uuid primary key,
    opened_at timestamptz not null,
    closed_at timestamptz,
    closed_because text not null default ''
);

create table script (
    exercise uuid not null references exercise,
    number integer not null,
    essay uuid not null,
    name text not null,
    text text not null,
    measures jsonb not null,
    primary key (exercise, number),
    unique (exercise, essay)
);

-- who judges: how much at most (null: as much as there is), and which scripts never
create table seat (
    exercise uuid not null references exercise,
    judge text not null,
    kind text not null,
    quota integer check (quota > 0),
    barred uuid[] not null default '{}',
    seated_at timestamptz not null,
    primary key (exercise, judge)
);

-- each time that a pair was handed to a judge, and what became of it; nothing is ever deleted
create table pair (
    id uuid primary key,
    seq bigint generated always as identity,
    exercise uuid not null references exercise,
    judge text not null,
    first integer not null,
    second integer not null,
    handed_at timestamptz not null,
    leased_until timestamptz not null,
    state text not null default 'out'
        check (state in ('out', 'decided', 'flagged', 'undone', 'lapsed')),
    answer smallint,
    steps smallint,
    took_s double precision,
    comment text not null default '',
    ended_at timestamptz,
    check (first <> second),
    check ((answer is null) = (steps is null)),
    check (state <> 'decided' or answer is not null),
    foreign key (exercise, judge) references seat,
    foreign key (exercise, first) references script,
    foreign key (exercise, second) references script
);
create index pair_of_exercise on pair (exercise, seq);
-- a judge has one pair before them at a time for each two scripts
create unique index pair_out on pair (exercise, judge, least(first, second), greatest(first, second))
    where state = 'out';

-- what was asked of a language model and what it answered, word for word
create table asked (
    id uuid primary key,
    pair uuid references pair,
    exercise uuid not null references exercise,
    judge text not null,
    asked_at timestamptz not null,
    request jsonb not null,
    response text not null,
    tokens_in integer not null,
    tokens_out integer not null,
    cost double precision not null,
    outcome text not null
);
create index asked_of_judge on asked (exercise, judge);
