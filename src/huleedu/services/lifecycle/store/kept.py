"""What is kept of a batch, row by row, for whoever compares it with what others keep."""

KEPT = {
    "batch": ("select id::text as key, to_jsonb(t)::text as kept from batch t where id = $1"),
    "essay": ("select id::text as key, to_jsonb(t)::text as kept from essay t where batch = $1"),
    "assignment": (
        "select essay::text as key, to_jsonb(t)::text as kept from assignment t where batch = $1"
    ),
    "move": (
        "select seq::text as key, to_jsonb(t)::text as kept"
        " from move t where essay in (select id from essay where batch = $1)"
    ),
    "counted": """
select $1::uuid::text as key, jsonb_build_object(
    'unanswered', coalesce(sum(c.unanswered), 0), 'refused', coalesce(sum(c.refused), 0),
    'assigned', coalesce(sum(c.assigned), 0), 'left_over', coalesce(sum(c.left_over), 0)
)::text as kept from essay e, counts_for(e.state, e.slot) c where e.batch = $1
""",
}
"""A name → the statement that gives its rows (`key`, `kept`), for the batch `$1`."""
