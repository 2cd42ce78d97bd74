-- what is heard of each file of each batch, in any order, whether its batch is judged or not
create table essay (
    batch uuid not null,
    id uuid not null,
    slot integer,
    name text,
    text text,
    measures jsonb,
    pupil text,
    primary key (batch, id)
);
