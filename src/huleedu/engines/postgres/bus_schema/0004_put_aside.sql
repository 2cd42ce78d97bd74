-- A key that is out or waits may have a long line behind it, and whoever takes for other keys would
-- read all of it each time. So what is passed over is put aside once there is much of it: out of
-- the line, and found again by its key
alter table delivery add column aside boolean not null default false;

create index delivery_waiting on delivery ((consumer || ' waits'), place) where not aside;
create index delivery_aside on delivery ((consumer || ' aside'), order_key, place) where aside;

drop index delivery_line;

-- Lease the next messages of a consumer: of each order key a run from its oldest message on, and
-- nothing of a key of which a message is out or waits for its next attempt. A key that has messages
-- aside may have older ones in the line, which were out then, and newer ones: so both are put
-- together by their places.
create function take_v4(
    p_consumer text, p_at_most integer, p_holder integer, p_lease interval
) returns setof delivery language plpgsql as $$
declare
    put_aside_from constant integer := 500;
    busy text[];
    aside_keys text[];
    at_place bigint := -1;
    part record;
    found_ids uuid[] := '{}';
    found_places bigint[] := '{}';
    passed_over uuid[] := '{}';
begin
    -- nothing for one who was passed over and has not yet found it out
    if not exists (select from presence where holder = p_holder) then
        return;
    end if;
    -- one taker at a time: two at once could take a key's second message before its first
    perform pg_advisory_xact_lock(hashtext('huleedu.bus.take'), hashtext(p_consumer));

    select coalesce(array_agg(distinct d.order_key), '{}') into busy from delivery d
    where d.consumer || ' out' = p_consumer || ' out'
      and (d.holder is not null or d.available_at <> '-infinity')
      and (d.leased_until > clock_timestamp() or d.available_at > clock_timestamp());

    -- each key that has something aside: from one to the next in the index
    with recursive k as (
        (select d.order_key from delivery d
         where d.consumer || ' aside' = p_consumer || ' aside' and d.aside
         order by d.order_key limit 1)
        union all
        (select n.order_key from k cross join lateral (
            select d.order_key from delivery d
            where d.consumer || ' aside' = p_consumer || ' aside' and d.aside
              and d.order_key > k.order_key
            order by d.order_key limit 1
         ) n)
    )
    select coalesce(array_agg(k.order_key), '{}') into aside_keys from k;

    loop -- along the line, part by part
        select coalesce(array_agg(d.id) filter (where d.is_next), '{}') as next_ids,
               coalesce(array_agg(d.place) filter (where d.is_next), '{}') as next_places,
               coalesce(array_agg(d.id) filter (where not d.is_next and not d.is_out), '{}')
                   as others,
               max(d.place) as last_place, count(*) as messages
        into part
        from (
            select l.id, l.place, l.is_out,
                   l.order_key not in (select unnest(busy)) as is_next
            from (
                select e.id, e.place, e.order_key,
                       e.holder is not null or e.available_at <> '-infinity' as is_out
                from delivery e
                where e.consumer || ' waits' = p_consumer || ' waits' and not e.aside
                  and e.place > at_place
                order by e.place limit greatest(p_at_most, 64)
            ) l
        ) d;
        found_ids := found_ids || part.next_ids;
        found_places := found_places || part.next_places;
        passed_over := passed_over || part.others;
        at_place := part.last_place;
        exit when part.messages < greatest(p_at_most, 64) or cardinality(found_ids) >= p_at_most;
    end loop;

    if cardinality(passed_over) >= put_aside_from then
        update delivery d set aside = true
        where d.consumer = p_consumer and d.id = any(passed_over);
    end if;

    return query
    with ready as materialized (
        select l.id, l.place from unnest(found_ids, found_places) as l (id, place)
        union all
        select a.id, a.place
        from unnest(aside_keys) as k (order_key) cross join lateral (
            select d.id, d.place from delivery d
            where d.consumer || ' aside' = p_consumer || ' aside' and d.aside
              and d.order_key = k.order_key
            order by d.place limit p_at_most
        ) a
        where k.order_key <> all(busy)
    ), next as materialized (
        select r.id from ready r order by r.place limit p_at_most
    )
    update delivery d
    set leased_until = clock_timestamp() + p_lease, holder = p_holder, attempt = d.attempt + 1
    where d.consumer = p_consumer and d.id = any(array(select n.id from next n))
    returning d.*;
end $$;

-- for programs from before `take_v4`
create or replace function take_v3(
    p_consumer text, p_at_most integer, p_holder integer, p_lease interval
) returns setof delivery language sql as $$
    select * from take_v4(p_consumer, p_at_most, p_holder, p_lease)
$$;
