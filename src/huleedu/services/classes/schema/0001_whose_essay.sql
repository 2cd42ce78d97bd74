-- whose essay is this: services speak in any order, so every row may be made by whichever word comes
-- first; `version` rises with all that is decided or settled, `matched` is the one matched last
create table batch (
    id uuid primary key,
    names text[] not null default '{}',
    settlement integer not null default 0,
    version bigint not null default 0,
    matched bigint not null default 0,
    told_settlement integer not null default 0
);

create table essay (
    batch uuid not null references batch (id),
    id uuid not null,
    name text not null default '',
    header text not null default '',
    opening text not null default '',
    slot integer,
    told jsonb,
    primary key (batch, id)
);
