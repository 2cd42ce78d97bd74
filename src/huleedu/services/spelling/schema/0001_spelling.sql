-- what was found in each essay; a later run replaces it
create table checked (
    essay uuid primary key,
    batch uuid not null,
    run integer not null,
    language text,
    words integer not null,
    misspellings jsonb not null,
    failed text,
    checked_at timestamptz not null
);
