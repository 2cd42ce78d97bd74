-- which scales teachers are offered: a name, or grades from the lowest with commas between
alter table school add column scales text[] not null default '{A-F,1-5,CEFR}';
-- whether teachers may give pupils links to what was written to them
alter table school add column pupil_links boolean not null default false;

-- the language models that a school allows; no row: none. The key of the address is a setting of
-- the installation and stands in no table.
create table language_models (
    school uuid primary key references school,
    provider text not null check (provider <> ''),
    country text not null,
    contract text not null,
    protocol text not null check (protocol in ('openai', 'anthropic')),
    endpoint text not null,
    models text[] not null check (cardinality(models) > 0),
    currency text not null,
    -- of a million tokens
    price_in numeric not null check (price_in >= 0),
    price_out numeric not null check (price_out >= 0),
    limit_batch numeric not null check (limit_batch > 0),
    limit_month numeric not null check (limit_month >= limit_batch),
    who text not null check (who in ('teachers', 'administrators'))
);

-- what they cost in each month, with what is set aside for questions on their way
create table language_models_spent (
    school uuid not null references school,
    month date not null check (extract(day from month) = 1),
    money numeric not null check (money >= 0),
    primary key (school, month)
);

do $$
declare name text;
begin
    foreach name in array array['language_models', 'language_models_spent']
    loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format(
            'create policy of_services on %I to current_user using (true) with check (true)', name);
        execute format(
            'create policy of_viewers on %I using (school = (
                select nullif(current_setting(''huleedu.school'', true), '''')::uuid))', name);
    end loop;
end $$;
