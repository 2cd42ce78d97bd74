"""What is kept of a batch, row by row, for whoever compares it with what others keep."""

KEPT = {
    "batch": ("select id::text as key, to_jsonb(t)::text as kept from batch t where id = $1"),
    "essay": ("select id::text as key, to_jsonb(t)::text as kept from essay t where batch = $1"),
}
"""A name → the statement that gives its rows (`key`, `kept`), for the batch `$1`."""
