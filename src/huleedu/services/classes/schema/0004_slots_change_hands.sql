-- another text has its slot: whatever is still said of it, it takes part no more
alter table essay add replaced boolean not null default false;
