-- when there was something to judge by what was given
alter table given add column assessed_at timestamptz;
update given set assessed_at = taken_at;
