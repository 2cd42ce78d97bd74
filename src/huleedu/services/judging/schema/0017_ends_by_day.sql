-- the few judgings that are to end by themselves at a time: all that is looked at for it
create index judging_ends on judging (id) where closed_at is null and rules ->> 'until' is not null;
