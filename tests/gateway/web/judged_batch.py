"""A batch that was judged, with something to talk about, as the services would have made it."""

from dataclasses import dataclass, field
from uuid import UUID

import msgspec
from tests.gateway.web.conftest import PERSON, SCHOOL
from tests.services.results.hearing import hear

from huleedu.contracts.batches import BatchRegistered
from huleedu.contracts.classes import MatchedPupil, PupilsMatched
from huleedu.contracts.files import TextRead
from huleedu.contracts.gateway import FilesOffered, OfferedFile
from huleedu.contracts.judging import Flag, Kind, RankingMade, Recorded, Which
from huleedu.contracts.lifecycle import SlotAssigned
from huleedu.contracts.linguistics import LanguageMeasured
from huleedu.contracts.ranking import DecidingPair, RankedEssay, RankingPicture
from huleedu.contracts.spelling import FoundMisspelling, SpellingChecked
from huleedu.services.judging.api.desk import Desk, Script
from huleedu.services.judging.api.judgings import Judgings
from huleedu.services.judging.domain.desk import AssignedPairs, Rules
from huleedu.wiring.program import House

BATCH = UUID(int=0x9B)
NAMES = ("Anna Åberg", "Bertil Öberg", "Cecilia Dahl", "David Nylund")
ESSAYS = tuple(UUID(int=n) for n in (1, 2, 3, 4))
ANNA, BERTIL, CECILIA, DAVID = ESSAYS
HOSTILE = "<script>alert('x')</script>"


@dataclass
class JudgedBatch:
    """What there is, and the pairs that Bo decided."""

    judged: list[UUID] = field(default_factory=list[UUID])


def text_of(name: str) -> str:
    return f"{name}\n\nThe see is blue & {HOSTILE}.\n\nTeh Wroxham road. Teh end, {name}."


def ranking(decided: str = "Bo") -> RankingPicture:
    """Anna first; Bertil borderline and against what was expected."""
    essays = tuple(
        RankedEssay(
            essay=str(essay),
            place=n + 1,
            low=max(1, n),
            high=min(4, n + 2),
            ability=3.0 - 2 * n,
            error=0.5,
            judgements=4,
            infit=2.0 if essay == BERTIL else 1.0,
            grade="BCDE"[n],
            grade_said="BCDE"[n],
            chances={"E": 0.0, "D": 0.1, "C": 0.45, "B": 0.45} if essay == BERTIL else {"C": 1.0},
            borderline=essay == BERTIL,
            deciding=(
                DecidingPair(other=str(ANNA), judge=decided, result="better", effect=0.8, places=1),
            )
            if essay == BERTIL
            else (),
        )
        for n, essay in enumerate(ESSAYS)
    )
    return RankingPicture(
        note=(), judges=("Bo",), judgements=8, reliability=0.8, reliability_low=0.6,
        reliability_high=0.9, essays=essays, kinds={"person": 1}, grades=("F", "E", "D", "C", "B"),
        scale="A-F",
    )  # fmt: skip


async def judged_batch(house: House, *, blind: bool = False) -> JudgedBatch:
    """Make it, Karin's own; in a blind one the names are hidden."""
    texts = await house.contents.keep([text_of(name).encode() for name in NAMES])
    database = house.database("results")
    registered = BatchRegistered(
        batch=BATCH, title="A challenge", slots=4, language="en", pupils=(), deadline_s=60,
        school=SCHOOL, owner=PERSON, blind=blind,
    )  # fmt: skip
    await hear(database, registered)
    for n, (essay, name, text) in enumerate(zip(ESSAYS, NAMES, texts, strict=True)):
        file = OfferedFile(essay=essay, name=f"{name}.docx", size_bytes=100, content=text)
        start = text_of(name).index("Teh")
        end = text_of(name).rindex("Teh")
        slips = tuple(
            FoundMisspelling(start=at, end=at + len(word), word=word, suggestions=better)
            for at, word, better in (
                (start, "Teh", ("The",)),
                (start + 4, "Wroxham", ()),
                (end, "Teh", ("The",)),
            )
        )
        await hear(
            database,
            FilesOffered(batch=BATCH, files=(file,)),
            TextRead(
                batch=BATCH, essay=essay, name=file.name, text=text, characters=9, format="docx"
            ),
            SlotAssigned(batch=BATCH, essay=essay, slot=n + 1, content=text),
            SpellingChecked(
                batch=BATCH, essay=essay, run=1, language="en", words=20 + n, misspellings=slips
            ),
            LanguageMeasured(
                batch=BATCH, essay=essay, run=1, not_measured={},
                measures={"words": 20.0 + n, "misspellings_per_100_words": 300 / (20.0 + n)},
            ),
        )  # fmt: skip
    await hear(
        database,
        PupilsMatched(
            batch=BATCH, settlement=0,
            essays=tuple(
                MatchedPupil(essay=essay, pupil=name, sure=True, found_in="header")
                for essay, name in zip(ESSAYS, NAMES, strict=True)
            ),
        ),
    )  # fmt: skip
    made = JudgedBatch(await _judge(house, texts))
    [kept] = await house.contents.keep([msgspec.json.encode(ranking())])
    await hear(database, RankingMade(batch=BATCH, number=1, decisions=8, ranking=kept))
    return made


async def _judge(house: House, texts: list[str]) -> list[UUID]:
    judging = house.database("judging")
    judgings, desk = Judgings(judging, house.clock), Desk(judging, house.clock)
    scripts = [
        Script(essay=essay, name=f"{name}.docx", text=text, measures={}, pupil=name)
        for essay, name, text in zip(ESSAYS, NAMES, texts, strict=True)
    ]
    await judgings.open(BATCH, scripts, "A challenge", Rules(steps=3))
    for judge in ("Bo", "Åsa", "Cia"):
        await judgings.enrol(BATCH, judge, Kind.PERSON)
    decided: list[UUID] = []
    for turn in range(6):
        got = await desk.next(BATCH, "Bo")
        assert isinstance(got, AssignedPairs)
        [pair] = got.pairs
        better = _who_wins(pair.first, pair.second)
        comment = f"{HOSTILE} {NAMES[pair.first]} argues well" if not turn else "clear"
        said = await desk.decide(pair.pair, "Bo", better, batch=BATCH, comment=comment)
        assert said == Recorded()
        decided.append(pair.pair)
    await _flag(desk, ESSAYS.index(BERTIL))
    await desk.aclose()
    return decided


async def _flag(desk: Desk, text: int) -> None:
    """Åsa flags that text: of any four pairs of four texts, one has it."""
    got = await desk.next(BATCH, "Åsa", count=4)
    assert isinstance(got, AssignedPairs)
    pair = next(pair for pair in got.pairs if text in (pair.first, pair.second))
    which = Which.FIRST if pair.first == text else Which.SECOND
    why = f"off the task {HOSTILE}"
    await desk.flag(pair.pair, "Åsa", Flag.PROBLEM_FILE, why, which, batch=BATCH)


def _who_wins(first: int, second: int) -> int:
    """As the ranking has it, but that Bertil beats Anna and loses to David."""
    order = {0: 0, 1: 1, 2: 2, 3: 3}
    odd = {frozenset((0, 1)), frozenset((1, 3))}
    sign = 1 if order[first] < order[second] else -1
    return -sign if frozenset((first, second)) in odd else sign
