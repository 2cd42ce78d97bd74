-- a reason is a code with its facts; from before that, its English sentence as a JSON string
alter table essay alter reason type jsonb using to_jsonb(reason);
alter table move alter cause type jsonb using to_jsonb(cause);
