-- how far a batch is: kept in its row by every statement that changes a file, for it is asked about
-- many times a second, and to count n files anew for each of n changes costs n times n
alter table batch
    add files integer not null default 0,
    add waiting integer not null default 0,
    add unread integer not null default 0,
    add assigned integer not null default 0,
    add refused_files integer not null default 0,
    add left_over integer not null default 0,
    add checked integer not null default 0,
    add measured integer not null default 0,
    add failed integer not null default 0,
    add unfinished integer not null default 0;

-- what a file counts for
create function counts_for(
    state text, text text, misspellings jsonb, measures jsonb, failures jsonb,
    out files integer, out waiting integer, out unread integer, out assigned integer,
    out refused_files integer, out left_over integer, out checked integer, out measured integer,
    out failed integer, out unfinished integer
) language sql immutable as $$
    select (state <> 'unpacked' and state <> 'replaced')::integer,
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

-- the counts by the files themselves
create view counted as
select f.batch,
       sum(c.files)::integer as files, sum(c.waiting)::integer as waiting,
       sum(c.unread)::integer as unread, sum(c.assigned)::integer as assigned,
       sum(c.refused_files)::integer as refused_files, sum(c.left_over)::integer as left_over,
       sum(c.checked)::integer as checked, sum(c.measured)::integer as measured,
       sum(c.failed)::integer as failed, sum(c.unfinished)::integer as unfinished
from file f
cross join lateral counts_for(f.state, f.text, f.misspellings, f.measures, f.failures) c
group by f.batch;

update batch b
set files = c.files, waiting = c.waiting, unread = c.unread, assigned = c.assigned,
    refused_files = c.refused_files, left_over = c.left_over, checked = c.checked,
    measured = c.measured, failed = c.failed, unfinished = c.unfinished
from counted c where c.batch = b.id;

-- a file may be known before its batch is
create function count_files_that_came() returns trigger language plpgsql as $$
begin
    insert into batch as b
        (id, created_at, files, waiting, unread, assigned, refused_files, left_over, checked,
        measured, failed, unfinished)
    select f.batch, now(),
           sum(c.files)::integer as files, sum(c.waiting)::integer as waiting,
           sum(c.unread)::integer as unread, sum(c.assigned)::integer as assigned,
           sum(c.refused_files)::integer as refused_files, sum(c.left_over)::integer as left_over,
           sum(c.checked)::integer as checked, sum(c.measured)::integer as measured,
           sum(c.failed)::integer as failed, sum(c.unfinished)::integer as unfinished
    from after_it f
    cross join lateral counts_for(f.state, f.text, f.misspellings, f.measures, f.failures) c
    group by f.batch order by f.batch
    on conflict (id) do update
    set files = b.files + excluded.files, waiting = b.waiting + excluded.waiting,
        unread = b.unread + excluded.unread, assigned = b.assigned + excluded.assigned,
        refused_files = b.refused_files + excluded.refused_files,
        left_over = b.left_over + excluded.left_over, checked = b.checked + excluded.checked,
        measured = b.measured + excluded.measured, failed = b.failed + excluded.failed,
        unfinished = b.unfinished + excluded.unfinished;
    return null;
end $$;

create function count_files_that_changed() returns trigger language plpgsql as $$
begin
    update batch b
    set files = b.files + d.files, waiting = b.waiting + d.waiting, unread = b.unread + d.unread,
        assigned = b.assigned + d.assigned, refused_files = b.refused_files + d.refused_files,
        left_over = b.left_over + d.left_over, checked = b.checked + d.checked,
        measured = b.measured + d.measured, failed = b.failed + d.failed,
        unfinished = b.unfinished + d.unfinished
    from (
        select f.batch,
               sum(f.sign * c.files)::integer as files,
               sum(f.sign * c.waiting)::integer as waiting,
               sum(f.sign * c.unread)::integer as unread,
               sum(f.sign * c.assigned)::integer as assigned,
               sum(f.sign * c.refused_files)::integer as refused_files,
               sum(f.sign * c.left_over)::integer as left_over,
               sum(f.sign * c.checked)::integer as checked,
               sum(f.sign * c.measured)::integer as measured,
               sum(f.sign * c.failed)::integer as failed,
               sum(f.sign * c.unfinished)::integer as unfinished
        from (select batch, state, text, misspellings, measures, failures, 1 as sign from after_it
              union all
              select batch, state, text, misspellings, measures, failures, -1 from before_it) f
        cross join lateral counts_for(f.state, f.text, f.misspellings, f.measures, f.failures) c
        group by f.batch
    ) d where b.id = d.batch;
    return null;
end $$;

create function count_files_that_went() returns trigger language plpgsql as $$
begin
    update batch b
    set files = b.files - d.files, waiting = b.waiting - d.waiting, unread = b.unread - d.unread,
        assigned = b.assigned - d.assigned, refused_files = b.refused_files - d.refused_files,
        left_over = b.left_over - d.left_over, checked = b.checked - d.checked,
        measured = b.measured - d.measured, failed = b.failed - d.failed,
        unfinished = b.unfinished - d.unfinished
    from (
        select f.batch,
               sum(c.files)::integer as files, sum(c.waiting)::integer as waiting,
               sum(c.unread)::integer as unread, sum(c.assigned)::integer as assigned,
               sum(c.refused_files)::integer as refused_files,
               sum(c.left_over)::integer as left_over, sum(c.checked)::integer as checked,
               sum(c.measured)::integer as measured, sum(c.failed)::integer as failed,
               sum(c.unfinished)::integer as unfinished
        from before_it f
        cross join lateral counts_for(f.state, f.text, f.misspellings, f.measures, f.failures) c
        group by f.batch
    ) d where b.id = d.batch;
    return null;
end $$;

create trigger files_come after insert on file
    referencing new table as after_it
    for each statement execute function count_files_that_came();
create trigger files_change after update on file
    referencing old table as before_it new table as after_it
    for each statement execute function count_files_that_changed();
create trigger files_go after delete on file
    referencing old table as before_it
    for each statement execute function count_files_that_went();

-- the last place that was offered, without a look at all
create index file_places on file (batch, place);
drop index file_of_batch;
