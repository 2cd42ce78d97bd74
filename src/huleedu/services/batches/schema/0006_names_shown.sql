-- in a blind batch names are hidden until somebody has them shown
alter table batch add names_shown boolean not null default false;
