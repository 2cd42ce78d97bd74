-- a reason is a code with its facts; from before that, its English sentence as a JSON string
alter table batch
    alter refused type jsonb using to_jsonb(refused),
    alter note drop default,
    alter note type jsonb using to_jsonb(note),
    alter note set default '""';
alter table file
    alter reason drop default,
    alter reason type jsonb using to_jsonb(reason),
    alter reason set default '""',
    alter notes drop default,
    alter notes type jsonb using to_jsonb(notes),
    alter notes set default '[]';
