-- where the bytes of a file are kept, for whoever wants it back as it was handed in; of files from
-- before that, nobody told
alter table file add content text;
