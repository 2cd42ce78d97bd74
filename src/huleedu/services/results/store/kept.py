"""What is kept of a batch, row by row, for whoever compares it with what others keep."""

KEPT = {
    "batch": ("select id::text as key, to_jsonb(t)::text as kept from batch t where id = $1"),
    "file": ("select id::text as key, to_jsonb(t)::text as kept from file t where batch = $1"),
    "step": (
        "select run::text || ' ' || step as key, to_jsonb(t)::text as kept"
        " from step t where batch = $1"
    ),
    "counted": """
select $1::uuid::text as key, jsonb_build_object(
    'files', coalesce(sum(c.files), 0), 'waiting', coalesce(sum(c.waiting), 0),
    'unread', coalesce(sum(c.unread), 0), 'assigned', coalesce(sum(c.assigned), 0),
    'refused_files', coalesce(sum(c.refused_files), 0),
    'left_over', coalesce(sum(c.left_over), 0), 'checked', coalesce(sum(c.checked), 0),
    'measured', coalesce(sum(c.measured), 0), 'failed', coalesce(sum(c.failed), 0),
    'unfinished', coalesce(sum(c.unfinished), 0)
)::text as kept
from file f, counts_for(f.state, f.text, f.misspellings, f.measures, f.failures) c
where f.batch = $1
""",
}
"""A name → the statement that gives its rows (`key`, `kept`), for the batch `$1`."""
