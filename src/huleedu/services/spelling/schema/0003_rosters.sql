-- the names of classes, each class once: they are no misspellings
create table roster (
    address text primary key,
    names text[] not null,
    heard_at timestamptz not null
);
