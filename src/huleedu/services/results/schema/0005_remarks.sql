-- words that are words, but not what was meant: [start, end, the rule's code, what is right]
alter table file add remarks jsonb not null default '[]';
