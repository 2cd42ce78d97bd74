-- anchors that a school keeps: of a text its fingerprint alone, and what is known of it. Places are on
-- a scale of abilities, which is named by the batch where it began
create table anchor (
    id uuid primary key,
    school uuid not null,
    metric uuid not null,
    text text not null,
    name text not null,
    scale text not null,
    grade text not null,
    place double precision not null,
    error double precision not null check (error >= 0),
    batch uuid not null,
    kept_at timestamptz not null,
    person uuid,
    person_name text not null,
    removed_at timestamptz
);
create unique index anchor_of_metric on anchor (school, metric, text);
create index anchor_of_text on anchor (school, text);
alter table anchor enable row level security;
alter table anchor force row level security;
create policy of_services on anchor to current_user using (true) with check (true);
create policy of_viewers on anchor
    using (school = (select nullif(current_setting('huleedu.school', true), '')::uuid));
