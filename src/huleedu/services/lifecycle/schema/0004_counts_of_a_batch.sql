-- how many essays of a batch stand where is kept in its row, by every statement that changes an
-- essay: to count them anew for each word about one of n essays costs n times n
alter table batch
    add unanswered integer not null default 0,
    add refused integer not null default 0,
    add assigned integer not null default 0,
    add left_over integer not null default 0;

-- what an essay counts for: unanswered, an open rejection, a slot, left over
create function counts_for(state text, slot integer, out unanswered integer, out refused integer,
                           out assigned integer, out left_over integer)
language sql immutable as $$
    select (state in ('offered', 'waiting'))::integer,
           (state = 'refused' and slot is null)::integer,
           (slot is not null)::integer,
           (state = 'left over')::integer
$$;

-- the counts by the essays themselves
create view counted as
select e.batch, sum(c.unanswered)::integer as unanswered, sum(c.refused)::integer as refused,
       sum(c.assigned)::integer as assigned, sum(c.left_over)::integer as left_over
from essay e cross join lateral counts_for(e.state, e.slot) c
group by e.batch;

update batch b
set unanswered = c.unanswered, refused = c.refused, assigned = c.assigned, left_over = c.left_over
from counted c where c.batch = b.id;

create function count_essays() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        update batch b
        set unanswered = b.unanswered + d.unanswered, refused = b.refused + d.refused,
            assigned = b.assigned + d.assigned, left_over = b.left_over + d.left_over
        from (select e.batch, sum(c.unanswered) as unanswered, sum(c.refused) as refused,
                     sum(c.assigned) as assigned, sum(c.left_over) as left_over
              from after_it e cross join lateral counts_for(e.state, e.slot) c
              group by e.batch) d
        where b.id = d.batch;
    elsif tg_op = 'DELETE' then
        update batch b
        set unanswered = b.unanswered - d.unanswered, refused = b.refused - d.refused,
            assigned = b.assigned - d.assigned, left_over = b.left_over - d.left_over
        from (select e.batch, sum(c.unanswered) as unanswered, sum(c.refused) as refused,
                     sum(c.assigned) as assigned, sum(c.left_over) as left_over
              from before_it e cross join lateral counts_for(e.state, e.slot) c
              group by e.batch) d
        where b.id = d.batch;
    else
        update batch b
        set unanswered = b.unanswered + d.unanswered, refused = b.refused + d.refused,
            assigned = b.assigned + d.assigned, left_over = b.left_over + d.left_over
        from (select e.batch, sum(e.sign * c.unanswered) as unanswered,
                     sum(e.sign * c.refused) as refused, sum(e.sign * c.assigned) as assigned,
                     sum(e.sign * c.left_over) as left_over
              from (select batch, state, slot, 1 as sign from after_it
                    union all select batch, state, slot, -1 from before_it) e
              cross join lateral counts_for(e.state, e.slot) c
              group by e.batch) d
        where b.id = d.batch;
    end if;
    return null;
end $$;

create trigger essays_come after insert on essay
    referencing new table as after_it
    for each statement execute function count_essays();
create trigger essays_change after update on essay
    referencing old table as before_it new table as after_it
    for each statement execute function count_essays();
create trigger essays_go after delete on essay
    referencing old table as before_it
    for each statement execute function count_essays();

-- whose turn it is, without a look at those whose turn has been or is far away
create index essay_in_line on essay (batch, place) where state = 'waiting';
create index essay_unread on essay (batch, place) where state = 'offered';
-- all of a batch's essays; without the state, or those that wait would be found by it, all of them
create index essay_by_batch on essay (batch, id);
drop index essay_of_batch;
