-- what was measured of each essay; a later run replaces it
create table measured (
    essay uuid primary key,
    batch uuid not null,
    run integer not null,
    measures jsonb not null,
    not_measured jsonb not null,
    failed text,
    measured_at timestamptz not null
);
