-- how large somebody wants pages to be written
alter table person add column text_size text not null default 'normal'
    check (text_size in ('normal', 'large', 'larger'));

-- what has ended is found by its age, school by school, and forgotten at the next sign-in
create index session_by_age on session (school, used_at);
create index device_by_age on device (school, seen_at);
create index one_time_link_by_age on one_time_link (school, ends_at);
