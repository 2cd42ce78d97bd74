-- a file that was taken back counts for nothing; there is none yet
create or replace function counts_for(
    state text, text text, misspellings jsonb, measures jsonb, failures jsonb,
    out files integer, out waiting integer, out unread integer, out assigned integer,
    out refused_files integer, out left_over integer, out checked integer, out measured integer,
    out failed integer, out unfinished integer
) language sql immutable as $$
    select (state <> all('{unpacked,replaced,withdrawn}'))::integer,
           (state = 'waiting')::integer,
           (state = 'waiting' and text is null)::integer,
           (state = 'assigned')::integer,
           (state = 'refused')::integer,
           (state = 'left_over')::integer,
           (misspellings is not null)::integer,
           (measures is not null)::integer,
           (failures <> '{}')::integer,
           (state = 'assigned' and failures = '{}'
            and (misspellings is null or measures is null))::integer
$$;
