-- how many results the step that is being taken still waits for: each result that is taken counts
-- it down in its own statement, so nobody looks at all essays for each of them
alter table batch add awaited integer not null default 0 check (awaited >= 0);

-- the same, counted by the essays themselves: those that came through the steps before this one
-- and have no result of it; the steps' order is that of the domain
create view counted as
select b.id as batch, count(*)::integer as awaited
from batch b
join essay e on e.batch = b.id
where not exists (select from result r where r.essay = e.id and r.step = b.step)
  and (b.step = 'spelling'
       or (b.step = 'linguistics'
           and exists (select from result r
                       where r.essay = e.id and r.step = 'spelling' and r.failed is null)))
group by b.id;

update batch b set awaited = c.awaited from counted c where c.batch = b.id;
