-- a reason is a code with its facts; from before that, its English sentence as a JSON string
drop view counted;
alter table result alter failed type jsonb using to_jsonb(failed);

-- as it was
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
