-- at which of its batch's changes a grade was decided: who shows the batch asks for later ones
alter table grade add revision bigint not null default 0;
