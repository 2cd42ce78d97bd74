-- every service has these two: what it said, and what it has handled
create table outbox (
    id uuid primary key default gen_random_uuid(),
    seq bigint generated always as identity,
    type text not null,
    order_key text not null,
    batch uuid not null,
    said_at timestamptz not null default clock_timestamp(),
    correlation uuid not null,
    causation uuid,
    body jsonb not null,
    published_at timestamptz
);
create index outbox_unsent on outbox (seq) where published_at is null;

create table inbox (
    id uuid primary key,
    handled_at timestamptz not null default clock_timestamp()
);
