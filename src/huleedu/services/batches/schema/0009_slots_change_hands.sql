-- essays whose slots others have now: words about them that come late bring them back no more
create table replaced (
    essay uuid primary key,
    batch uuid not null references batch
);
