-- until when a process counts as at work, unless it says so again: one that is suspended or busy
-- says nothing, while its connection, and with it its advisory lock, lives on
create table presence (
    holder integer primary key,
    process text not null, -- the application_name of all its connections
    host text not null,
    pid integer not null,
    since timestamptz not null default clock_timestamp(),
    present_until timestamptz not null
);

-- whose connection lives
create function connected_v2() returns table (holder integer) language sql stable as $$
    select objid::integer from pg_locks
    where locktype = 'advisory' and classid = 1213550661 and objsubid = 2 and granted
      and database = (select oid from pg_database where datname = current_database())
$$;

-- who is connected and has said in time that it works; programs that were made before there was a
-- presence have their connection alone
create function at_work_v2() returns table (holder integer) language sql stable as $$
    select c.holder from connected_v2() c
    where not exists (
        select from presence p where p.holder = c.holder and p.present_until <= clock_timestamp()
    )
$$;

-- give back what is held by those who are not at work: tells how much that was and, of each who
-- is silent though its connection lives, who it is
create function pass_over_v2()
returns table (freed bigint, process text, host text, pid integer) language sql as $$
    with connected as materialized (
        select c.holder from connected_v2() c
    ), living as materialized (
        select w.holder from at_work_v2() w
    ), passed_over as (
        delete from presence where holder not in (select holder from living) returning *
    ), unserved as (
        delete from worker where holder not in (select holder from living)
    ), freed as (
        update delivery set leased_until = '-infinity', holder = null
        where holder is not null and leased_until > clock_timestamp()
          and holder not in (select holder from living)
        returning holder
    ), silent as (
        select * from passed_over where holder in (select holder from connected)
    )
    select (select count(*) from freed), s.process, s.host, s.pid
    from (select) one left join silent s on true
$$;

-- as `take`, but nothing for one who was passed over and has not yet found it out
create function take_v2(
    p_consumer text, p_at_most integer, p_holder integer, p_lease interval
) returns setof delivery language plpgsql as $$
begin
    if exists (select from presence where holder = p_holder) then
        return query select * from take(p_consumer, p_at_most, p_holder, p_lease);
    end if;
end $$;
