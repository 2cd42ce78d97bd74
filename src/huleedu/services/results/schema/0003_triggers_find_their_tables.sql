-- the triggers find their tables whoever changes a file: by hand, in psql, nobody has set a
-- search_path. Each fires once for a statement, so that setting it costs nothing that is seen
alter function count_files_that_came() set search_path from current;
alter function count_files_that_changed() set search_path from current;
alter function count_files_that_went() set search_path from current;
