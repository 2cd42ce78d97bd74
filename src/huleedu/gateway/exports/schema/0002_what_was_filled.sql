-- of a platform's file: how many grades stand in it, and whose do not; gone with the bytes, for it names
-- pupils
alter table export add told jsonb not null default '{}';
