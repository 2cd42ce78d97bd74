-- every file that was to be read, and what came of it
create table file (
    essay uuid primary key,
    batch uuid not null,
    name text not null,
    size_bytes bigint not null,
    content text,
    outcome text not null,
    detail text not null,
    text text,
    read_at timestamptz not null
);
create index file_of_batch on file (batch);
