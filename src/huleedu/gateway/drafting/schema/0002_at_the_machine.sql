-- null: asked for at the machine itself
alter table draft alter column person drop not null;
