-- the trigger finds its tables whoever changes an essay: by hand, in psql, nobody has set a
-- search_path. It fires once for a statement, so that setting it costs nothing that is seen.
-- Not so `assign_v3`, which is called for every few essays, by programs that have set it themselves
alter function count_essays() set search_path from current;
