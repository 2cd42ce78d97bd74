-- the batch's ranking, in the content store: whoever looks at it fits nothing
create table ranking (
    batch uuid primary key,
    number bigint not null,
    decisions bigint not null,
    ranking text
);
