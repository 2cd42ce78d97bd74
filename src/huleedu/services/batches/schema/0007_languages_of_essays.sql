-- essays that are in another language than their batch, or than was found: as somebody said
create table essay_language (
    batch uuid not null references batch,
    essay uuid not null,
    language text not null,
    primary key (batch, essay)
);
