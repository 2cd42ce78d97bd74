-- the other essays that are by the same pupil: one of them is to count
alter table file add column pupil_others uuid[] not null default '{}';
