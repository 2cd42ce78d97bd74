-- how often anything of a batch's feedback was done
create index moved_of_batch on moved (batch);
