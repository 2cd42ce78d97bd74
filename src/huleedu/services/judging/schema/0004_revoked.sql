-- a judge whose key was withdrawn: it opens nothing any more; what they have decided counts
alter table seat add column revoked_at timestamptz;
