-- Each way of looking has an index that no other way can use, or a plan made while there is little
-- to read would find one delivery by going along the whole line of its consumer (docs/why/0025):
-- one is found by (consumer, id), the line by an expression, and what is out by another
create index delivery_line on delivery ((consumer || ' line'), place);

-- what is leased, or waits for its next attempt: little at any time
create index delivery_out on delivery ((consumer || ' out'))
    where holder is not null or available_at <> '-infinity';

drop index delivery_next;

-- as `take_v2`, with what is out read by itself instead of all that waits in the line
create function take_v3(
    p_consumer text, p_at_most integer, p_holder integer, p_lease interval
) returns setof delivery language plpgsql as $$
begin
    -- nothing for one who was passed over and has not yet found it out
    if not exists (select from presence where holder = p_holder) then
        return;
    end if;
    -- one taker at a time: two at once could take a key's second message before its first
    perform pg_advisory_xact_lock(hashtext('huleedu.bus.take'), hashtext(p_consumer));
    return query
    with busy as materialized (
        select distinct d.order_key from delivery d
        where d.consumer || ' out' = p_consumer || ' out'
          and (d.holder is not null or d.available_at <> '-infinity')
          and (d.leased_until > clock_timestamp() or d.available_at > clock_timestamp())
    ), next as materialized (
        select d.id from delivery d
        where d.consumer || ' line' = p_consumer || ' line'
          and d.order_key not in (select b.order_key from busy b)
        order by d.place limit p_at_most
    )
    update delivery d
    set leased_until = clock_timestamp() + p_lease, holder = p_holder, attempt = d.attempt + 1
    where d.consumer = p_consumer and d.id = any(array(select n.id from next n))
    returning d.*;
end $$;
