-- somebody who is invited makes their account by the school's service: the hash of their link, how
-- they are called, and the language they read
alter table service_question add column invitation text;
alter table service_question add column name text;
alter table service_question add column language text check (language in ('en', 'sv'));
alter table service_question add constraint somebody_is_called
    check ((invitation is null) = (name is null) and (invitation is null) = (language is null));
