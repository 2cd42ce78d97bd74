"""Another text is judged in the place of one that was replaced."""

from datetime import datetime
from uuid import UUID

from huleedu.kit.database import Sql
from huleedu.services.judging.store import rankings

# the script keeps its number, and with it its place among the others
TAKE_OVER = """
update script s
set essay = e.id, name = e.name, text = e.text, measures = coalesce(e.measures, '{}'),
    pupil = coalesce(e.pupil, s.pupil)
from essay e
where s.judging = $1 and s.essay = $2 and e.batch = $1 and e.id = $3
returning s.number
"""

# what was decided about the text of before is kept, and counts no more; who has it in hand is told
# that it was too late
END = """
update pair
set state = case state when 'out' then 'lapsed' else 'undone' end, ended_at = $3
where judging = $1 and (first = $2 or second = $2) and state in ('out', 'decided', 'flagged')
"""


async def take_over(sql: Sql, batch: UUID, essay: UUID, by: UUID, now: datetime) -> None:
    """Let `by` be judged as the script that the essay was, if the batch is judged."""
    number = await sql.fetchval(TAKE_OVER, batch, essay, by)
    if number is not None:
        await sql.execute(END, batch, number, now)
        await rankings.changed(sql, batch, now)
