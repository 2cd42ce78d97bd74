-- who hears what
create table subscription (
    type text not null,
    consumer text not null,
    primary key (type, consumer)
);

-- which process works for whom; a process is alive while it holds its advisory lock
create table worker (
    holder integer not null,
    consumer text not null,
    primary key (holder, consumer)
);

-- a message on its way to one consumer
create table delivery (
    consumer text not null,
    id uuid not null,
    place bigint not null generated always as identity,
    type text not null,
    order_key text not null,
    batch uuid not null,
    said_at timestamptz not null,
    correlation uuid not null,
    causation uuid,
    body jsonb not null,
    attempt integer not null default 0,
    available_at timestamptz not null default '-infinity',
    leased_until timestamptz not null default '-infinity',
    holder integer,
    error text,
    primary key (consumer, id)
);
create index delivery_next on delivery (consumer, place);

-- a message that was given up
create table dead (
    consumer text not null,
    id uuid not null,
    type text not null,
    order_key text not null,
    batch uuid not null,
    said_at timestamptz not null,
    correlation uuid not null,
    causation uuid,
    body jsonb not null,
    attempt integer not null,
    error text not null,
    died_at timestamptz not null default clock_timestamp(),
    primary key (consumer, id)
);

-- lease the next messages of a consumer: of each order key a run from its oldest message on, and
-- nothing of a key of which a message is out or waits for its next attempt
create function take(p_consumer text, p_at_most integer, p_holder integer, p_lease interval)
returns setof delivery language plpgsql as $$
begin
    -- one taker at a time: two at once could take a key's second message before its first
    perform pg_advisory_xact_lock(hashtext('huleedu.bus.take'), hashtext(p_consumer));
    return query
    with busy as materialized (
        select distinct d.order_key from delivery d
        where d.consumer = p_consumer
          and (d.leased_until > clock_timestamp() or d.available_at > clock_timestamp())
    ), next as materialized (
        select d.id from delivery d
        where d.consumer = p_consumer and d.order_key not in (select b.order_key from busy b)
        order by d.place limit p_at_most
    )
    update delivery d
    set leased_until = clock_timestamp() + p_lease, holder = p_holder, attempt = d.attempt + 1
    from next where d.consumer = p_consumer and d.id = next.id
    returning d.*;
end $$;

-- give back what processes hold that are no longer alive
create function give_back_from_the_dead() returns integer language sql as $$
    with alive as materialized (
        select objid::integer as holder from pg_locks
        where locktype = 'advisory' and classid = 1213550661 and objsubid = 2 and granted
          and database = (select oid from pg_database where datname = current_database())
    ), gone as (
        delete from worker where holder not in (select holder from alive)
    ), freed as (
        update delivery set leased_until = '-infinity', holder = null
        where holder is not null and leased_until > clock_timestamp()
          and holder not in (select holder from alive)
        returning 1
    )
    select count(*)::integer from freed
$$;
