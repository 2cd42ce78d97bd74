"""What is kept of a batch, row by row, for whoever compares it with what others keep."""

KEPT = {
    "essay": ("select id::text as key, to_jsonb(t)::text as kept from essay t where batch = $1"),
    "plan": ("select batch::text as key, to_jsonb(t)::text as kept from plan t where batch = $1"),
}
"""A name → the statement that gives its rows (`key`, `kept`), for the batch `$1`."""
