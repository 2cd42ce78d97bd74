create table content (
    address bytea primary key check (address = sha256(bytes)),
    bytes bytea not null,
    kept_at timestamptz not null default clock_timestamp()
);
-- essays are small and already read once: compressing them costs more than it saves
alter table content alter column bytes set storage external;
