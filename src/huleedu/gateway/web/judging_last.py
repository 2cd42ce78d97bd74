"""Judges of last time: who judged for this class, or for this teacher, before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from huleedu.gateway.judge_lines import LineWrong, read_judges
from huleedu.gateway.web.batch import Batch
from huleedu.gateway.web.pages import Asked, Form
from huleedu.services.judging.api.set_up import judges_of_last
from huleedu.services.results import api as results


@dataclass(frozen=True, slots=True)
class LastJudge:
    """Somebody who judged before."""

    name: str
    email: str

    @property
    def line(self) -> str:
        """As one would write them."""
        return f"{self.name}, {self.email}" if self.email else self.name


async def last_judges(asked: Asked, batch: Batch) -> Sequence[LastJudge]:
    """Who judged the last batch of this class, or else the last of whoever asks."""
    person = asked.signed_in
    mine = await results.batches_of(
        asked.database("results"), person.person, administrator="administrator" in person.rights
    )
    others = [one for one in mine if one.id != batch.id and one.may != "look"]
    of_class = [one.id for one in others if one.class_ and one.class_ == batch.seen.class_]
    database = asked.database("judging")
    found = await judges_of_last(database, of_class) if of_class else []
    found = found or await judges_of_last(database, [one.id for one in others])
    return [LastJudge(*one) for one in found]


def with_last(form: Form, last: Sequence[LastJudge]) -> Mapping[str, Sequence[str]]:
    """The form with those added who do not stand among its judges."""
    written = next(iter(form.get("judges", ())), "")
    read = read_judges(written)
    lines = [] if isinstance(read, LineWrong) else read
    there = {one.name.casefold() for one in lines}
    new = [one.line for one in last if one.name.casefold() not in there]
    return {**form, "judges": ["\n".join([*written.rstrip().splitlines(), *new])]}
