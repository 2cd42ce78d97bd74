-- which of the two texts a comment is about (null: both)
alter table pair add column about text check (about in ('first', 'second'));
alter table draft add column about text check (about in ('first', 'second'));

-- how many of the quota a judge has taken on themselves
alter table enrolment add column extra integer not null default 0 check (extra >= 0);
