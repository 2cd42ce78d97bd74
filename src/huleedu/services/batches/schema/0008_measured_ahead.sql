-- an essay is checked and measured as soon as it has its place, before it is settled who takes part.
-- ahead: the step that was asked for so, and has not been answered; ahead_run: under which number
alter table essay
    add settled boolean not null default true,
    add ahead text check (ahead in ('spelling', 'linguistics')),
    add ahead_run integer not null default 0;
alter table essay alter settled drop default;

-- what a step waits for: those of before that take part
create or replace view counted as
select b.id as batch, count(*)::integer as awaited
from batch b
join essay e on e.batch = b.id
where e.settled
  and not exists (select from result r where r.essay = e.id and r.step = b.step)
  and (b.step = 'spelling'
       or (b.step = 'linguistics'
           and exists (select from result r
                       where r.essay = e.id and r.step = 'spelling' and r.failed is null)))
group by b.id;
