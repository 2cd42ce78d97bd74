-- a content that is too large to be held in one place comes in pieces; the server puts them together
create table piece (
    whole uuid not null,
    number integer not null,
    bytes bytea not null,
    came_at timestamptz not null default clock_timestamp(),
    primary key (whole, number)
);
alter table piece alter column bytes set storage external;
create index piece_age on piece (came_at);
