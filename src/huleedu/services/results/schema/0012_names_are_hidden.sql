-- in a blind batch a code stands for whoever wrote a text, until somebody has the names shown
alter table batch add names_shown boolean not null default false;
-- the code: of no use outside of its batch, and of batches that are not blind there is none
alter table file
    add alias text,
    -- the file that has the same text, of one that is refused for that
    add same_as uuid;
create unique index file_aliases on file (batch, alias) where alias is not null;

-- three signs, without those that look like others; four where three begin to run short. By chance
-- alone: neither order nor name can be told from it. Whoever adds files holds the batch's row, so
-- that nobody takes the same meanwhile
create function new_alias(p_batch uuid) returns text language plpgsql as $$
declare
    signs constant text := 'ACDEFGHJKLMNPRTUVWXY34679';
    found text;
    dice bytea;
begin
    for turn in 1..200 loop
        dice := decode(replace(gen_random_uuid()::text, '-', ''), 'hex');
        -- two bytes a sign: one alone would favour some; bytes 6 to 8 also hold the id's version
        select string_agg(
            substr(signs, 1 + (get_byte(dice, at) * 256 + get_byte(dice, at + 1)) % 25, 1), '')
        into found
        from unnest(array[0, 2, 4, 10]) with ordinality as d (at, n)
        where n <= case when turn > 20 then 4 else 3 end;
        if not exists (select from file where batch = p_batch and alias = found) then
            return found;
        end if;
    end loop;
    raise 'no code is free in batch %', p_batch;
end $$;
alter function new_alias(uuid) set search_path from current;

create or replace function date_file() returns trigger language plpgsql as $$
declare
    of_batch record;
begin
    select b.revision, b.blind into of_batch from batch b where b.id = new.batch;
    new.revision := coalesce(of_batch.revision, 0);
    if of_batch.blind and new.alias is null then
        new.alias := new_alias(new.batch);
    end if;
    return new;
end $$;
alter function date_file() set search_path from current;
