-- give each content that is offered its slot, in the order in which they are given, and say so. That
-- all slots are taken, which `assign_v3` said too, was heard by nobody.
-- Its plan is made once for each connection, mostly while the tables are tiny, and kept: so every
-- table is read by an index condition that stands whatever is joined how (docs/why/0025)
create function assign_v4(
    p_batches uuid[], p_contents text[], p_essays uuid[],
    p_correlations uuid[], p_causations uuid[], p_assigned text
) returns table (n integer, outcome text, slot integer, holder uuid) language plpgsql
set enable_seqscan = off set jit = off as $$
#variable_conflict use_column
declare
    ids uuid[];
    slots_of integer[];
    used_of integer[];
    closed_of boolean[];
begin
    -- in the order of their ids, or two callers could wait for each other; what is read here is
    -- read after the lock, and a batch that is registered meanwhile is unknown, for nobody locked it
    select array_agg(b.id), array_agg(b.slots), array_agg(b.used), array_agg(b.closed)
    into ids, slots_of, used_of, closed_of
    from (
        select id, coalesce(slots, 0) as slots, used, closed from batch
        where id = any(p_batches) order by id for no key update
    ) b;
    return query
    with asked as (
        select a.*, array_position(ids, a.batch) as k
        from unnest(p_batches, p_contents, p_essays, p_correlations, p_causations)
            with ordinality as a (batch, content, essay, correlation, causation, n)
    ), known as (
        select a.*, slots_of[a.k] as slots, used_of[a.k] as used, closed_of[a.k] as closed,
               s.slot as held, s.essay as holder,
               s.slot is null and slots_of[a.k] > 0 and not closed_of[a.k]
               and row_number() over (partition by a.batch, a.content order by a.n) = 1 as fresh
        from asked a left join lateral (
            select slot, essay from assignment
            where batch = a.batch and content = a.content offset 0
        ) s on true
    ), numbered as (
        select *, (used + count(*) filter (where fresh) over (partition by batch order by n))::integer
                  as next
        from known
    ), decided as materialized (
        select *, case when fresh and next <= slots then next end as won from numbered
    ), taken as (
        insert into assignment (batch, slot, content, essay)
        select batch, won, content, essay from decided where won is not null
    ), counted as (
        update batch b set used = w.used
        from (select batch, max(won) as used from decided where won is not null group by batch) w
        where b.id = w.batch and b.id = any(ids)
    ), said as (
        insert into outbox (type, order_key, batch, correlation, causation, body)
        select p_assigned, essay::text, batch, correlation, causation, jsonb_build_object(
            'type', p_assigned, 'batch', batch, 'essay', essay, 'slot', won, 'content', content)
        from decided where won is not null order by n
    )
    select n::integer,
           case when won is not null then 'assigned'
                when coalesce(held, given) is not null then 'replayed'
                when coalesce(slots, 0) = 0 then 'unknown'
                when closed then 'closed'
                else 'full' end,
           coalesce(held, given),
           case when held is not null then holder when given is not null then first end
    from (
        select *, max(won) over (partition by batch, content) as given,
               first_value(essay) over (partition by batch, content order by n) as first
        from decided
    ) d order by n;
end $$;
