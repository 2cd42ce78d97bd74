-- how often a batch changed, and at which change each file did so last: whoever has seen the one
-- asks for the files of a later one. Every transaction that changes a batch locks its row first, so
-- that revisions are committed in their order
alter table batch add revision bigint not null default 0;
alter table file
    add revision bigint not null default 0,
    add came_at timestamptz;
alter table file alter came_at set default clock_timestamp();

create function date_file() returns trigger language plpgsql as $$
begin
    new.revision := coalesce((select revision from batch where id = new.batch), 0);
    return new;
end $$;
alter function date_file() set search_path from current;

create trigger files_are_dated before insert or update on file
    for each row execute function date_file();

create index file_revisions on file (batch, revision);
