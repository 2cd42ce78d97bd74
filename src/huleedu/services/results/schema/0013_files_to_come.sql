-- where files will stand that were named and have not come: several are sent at once, and the last
-- may come first
create table expected (
    batch uuid not null,
    school uuid not null,
    file uuid not null,
    place integer[] not null,
    primary key (batch, file),
    foreign key (school, batch) references batch (school, id) on update cascade
);
create index expected_places on expected (batch, place);

alter table expected enable row level security;
alter table expected force row level security;
create policy of_services on expected to current_user using (true) with check (true);
create policy of_viewers on expected
    using (school = (select nullif(current_setting('huleedu.school', true), '')::uuid));

-- behind which place all files stand that were offered or named
create function last_place(p_batch uuid) returns integer language sql stable as $$
    select greatest((select place[1] from file where batch = p_batch and place is not null
                     order by place desc limit 1),
                    (select place[1] from expected where batch = p_batch
                     order by place desc limit 1), 0)
$$;
alter function last_place(uuid) set search_path from current;
