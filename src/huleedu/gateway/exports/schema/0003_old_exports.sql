-- who took what is told for some months
create index export_age on export (asked_at);
