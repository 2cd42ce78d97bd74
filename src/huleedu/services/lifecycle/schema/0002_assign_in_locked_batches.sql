-- give each content that is offered its slot, in the order in which they are given; a batch that
-- is registered while others are being locked is unknown yet, for nobody has locked it
create or replace function assign(
    p_batches uuid[], p_contents text[], p_essays uuid[],
    p_correlations uuid[], p_causations uuid[], p_assigned text, p_filled text
) returns table (n integer, outcome text, slot integer, holder uuid) language plpgsql as $$
#variable_conflict use_column
declare
    -- in the order of their ids, or two callers could wait for each other
    locked uuid[] := array(
        select id from batch where id = any(p_batches) order by id for no key update
    );
begin
    return query
    with known as materialized (
        select * from batch where id = any(locked)
    ), asked as materialized (
        select a.n::integer as n, a.batch, a.content, a.essay, a.correlation, a.causation,
               row_number() over (partition by a.batch, a.content order by a.n) as nth
        from unnest(p_batches, p_contents, p_essays, p_correlations, p_causations)
            with ordinality as a (batch, content, essay, correlation, causation, n)
    ), held as materialized (
        select a.n, s.slot, s.essay
        from asked a join assignment s on s.batch = a.batch and s.content = a.content
    ), fresh as materialized (
        select a.*, b.slots,
               (b.used + row_number() over (partition by a.batch order by a.n))::integer as slot
        from asked a join known b on b.id = a.batch
        where a.nth = 1 and b.slots is not null and not b.closed
          and a.n not in (select h.n from held h)
    ), won as materialized (
        select * from fresh where slot <= slots
    ), taken as (
        insert into assignment (batch, slot, content, essay)
        select batch, slot, content, essay from won
    ), counted as (
        update batch b set used = w.used
        from (select batch, max(slot) as used from won group by batch) w
        where b.id = w.batch
    ), said as (
        insert into outbox (type, order_key, batch, correlation, causation, body)
        select e.type, e.order_key, w.batch, w.correlation, w.causation, e.body
        from won w cross join lateral (
            select 1 as k, p_assigned as type, w.essay::text as order_key, jsonb_build_object(
                'type', p_assigned, 'batch', w.batch, 'essay', w.essay,
                'slot', w.slot, 'content', w.content) as body
            union all
            select 2, p_filled, w.batch::text, jsonb_build_object(
                'type', p_filled, 'batch', w.batch, 'slots', w.slots)
            where w.slot = w.slots
        ) e order by w.n, e.k
    )
    select a.n,
           case when h.n is not null or (w.n is not null and a.nth > 1) then 'replayed'
                when w.n is not null then 'assigned'
                when b.slots is null then 'unknown'
                when b.closed then 'closed'
                else 'full' end,
           coalesce(h.slot, w.slot), coalesce(h.essay, w.essay)
    from asked a
    left join known b on b.id = a.batch
    left join held h on h.n = a.n
    left join won w on w.batch = a.batch and w.content = a.content
    order by a.n;
end $$;
