-- what the batch is called, and how it is judged
alter table exercise
    add column title text not null default '',
    add column rules jsonb not null default '{}';

-- whose text it is, if that is known: the name is taken out before anybody judges
alter table script add column pupil text not null default '';

-- the SHA-256 of the key that opens a judge's session to programs; machines have none
alter table seat add column key_hash bytea unique;

-- which of the two texts is a problem file
alter table pair add column problem integer check (problem in (first, second));

-- a judge's last decisions, and how many there are
create index pair_of_judge on pair (exercise, judge, state);
