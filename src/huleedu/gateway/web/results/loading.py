"""What the page of results is made from; nothing is fitted at a view."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from huleedu.contracts.ranking import RankingPicture
from huleedu.gateway.grading import Grading, grades_of
from huleedu.gateway.report.summary import CHIEF
from huleedu.gateway.web.batch import Batch
from huleedu.gateway.web.coming import asked_from, people
from huleedu.gateway.web.live import PageRevision
from huleedu.gateway.web.pages import Asked
from huleedu.gateway.web.results.rows import ResultRow, rows_of
from huleedu.gateway.web.results.shown import Shown
from huleedu.kit.content import Contents
from huleedu.kit.database import Database
from huleedu.services.feedback import api as feedback
from huleedu.services.judging.api import steering
from huleedu.services.judging.api.steering import Brief, NotOpened, brief
from huleedu.services.results import api as results
from huleedu.services.results.api import grades
from huleedu.services.results.api.grades import DecidedGrade, Grader, may_be_decided


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """A batch's results, as of a revision."""

    revision: PageRevision
    number: int
    """Of the ranking that is shown; 0: there is none."""
    newest: int
    """Of the newest ranking."""
    ranking: RankingPicture | None
    rows: Sequence[ResultRow]
    """Of all essays, by place."""
    grades: Sequence[str]
    """Those that may be decided, the best first."""
    scale: Sequence[str]
    """The grades from the lowest."""
    judging: Brief | NotOpened = field(default_factory=NotOpened)

    @property
    def news(self) -> int:
        """How many judgements came since the ranking that is shown, if there is a newer one."""
        if self.newest <= self.number:
            return 0
        return max(1, self.judged - (self.ranking.judgements if self.ranking else 0))

    @property
    def judged(self) -> int:
        """How many judgements there are by now, whatever ranking is shown."""
        return self.judging.decided if isinstance(self.judging, Brief) else 0

    @property
    def decided(self) -> int:
        """How many essays have a decided grade."""
        return sum(row.decided is not None for row in self.rows)

    @property
    def clear(self) -> list[ResultRow]:
        """The rows whose grade is clear, and not decided yet."""
        return [row for row in self.rows if row.is_clear]

    @property
    def borderline(self) -> int:
        """How many essays are borderline."""
        return sum("borderline" in row.flags for row in self.rows)

    def row(self, essay: UUID) -> ResultRow | None:
        """The row of an essay; None: it takes no part."""
        return next((row for row in self.rows if row.essay == essay), None)


async def load(asked: Asked, batch: UUID, shown: Shown) -> Results:
    """The results of a batch that whoever asks may see, by the ranking that the address names."""
    contents, school = asked.web.contents, asked.signed_in.school
    return await load_results(asked.database, contents, batch, school, shown.ranking)


async def load_results(
    database: Callable[[str], Database],
    contents: Contents,
    batch: UUID,
    school: UUID,
    wanted: int | None = None,
) -> Results:
    """The results of a batch; raises `EngineAway`.

    Args:
        database: the tables of each service by its name, as whoever asks sees them.
        wanted: the number of the ranking; None, or one that is kept no longer: the newest; 0: none.
    """
    tables = database("results")
    # read first: what the page shows is not older than what its stream goes on behind
    judged = await steering.revisions(database("judging"), [batch])
    revision = PageRevision(await results.revision(tables, batch), judged.get(batch, 0))
    newest = (await results.ranking(tables, batch)).number
    number, ranking = await grades.picture(tables, contents, batch, wanted or None)
    if ranking is None and wanted:
        number, ranking = await grades.picture(tables, contents, batch)
    if ranking is None:  # whatever was ranked before, nothing is decided any more
        number = newest = 0
    elif wanted == 0:
        number, ranking = 0, None
    lines = await results.lines_of(tables, batch, CHIEF)
    latest = await grades.latest(tables, batch, school)
    states = await feedback.states(database("feedback"), batch, school)
    scale = await grades_of(database("judging"), batch, ranking)
    return Results(
        revision=revision,
        number=number,
        newest=newest,
        ranking=ranking,
        rows=rows_of(lines, ranking, latest, states),
        grades=may_be_decided(scale),
        scale=scale,
        judging=await brief(database("judging"), batch),
    )


def grading(asked: Asked, batch: Batch) -> Grading:
    """Whoever asks, at deciding grades in a batch that they may work on."""
    person = asked.signed_in
    return Grading(
        people=people(asked),
        judging=asked.database("judging"),
        results=asked.database("results"),
        contents=asked.web.contents,
        batch=batch.id,
        school=person.school,
        who=Grader(person.person, person.name),
        now=asked.web.clock(),
        address=asked_from(asked).address,
    )


def changed_since(rows: Sequence[ResultRow], after: int) -> list[ResultRow]:
    """The rows whose grade was decided at a later change of the batch."""

    def is_later(latest: DecidedGrade | None) -> bool:
        return latest is not None and latest.revision > after

    return [row for row in rows if is_later(row.latest)]
