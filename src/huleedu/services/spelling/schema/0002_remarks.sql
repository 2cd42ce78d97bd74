-- words that are words, but not what was meant
alter table checked add remarks jsonb not null default '[]';
