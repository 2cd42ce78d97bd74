-- when a judge's key ends by itself (null: when it is withdrawn)
alter table seat add column ends_at timestamptz;

-- what a judge had decided before they changed it; `number` counts the changes of a pair, from 1
create table earlier_answer (
    pair uuid not null references pair,
    number integer not null,
    answer smallint not null,
    steps smallint not null,
    comment text not null,
    changed_at timestamptz not null,
    primary key (pair, number)
);

-- a comment that a judge has begun and not sent: one at a time, of the pair that they look at
create table draft (
    exercise uuid not null,
    judge text not null,
    pair uuid not null references pair,
    comment text not null,
    saved_at timestamptz not null,
    primary key (exercise, judge),
    foreign key (exercise, judge) references seat
);
