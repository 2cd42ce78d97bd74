"""A class of which everything is known, and rankings of it as judging makes them."""

from functools import cache
from typing import Literal
from uuid import UUID, uuid5

import msgspec
import numpy as np
from tests.gateway.web.conftest import KARIN
from tests.services.results.hearing import hear

from huleedu.contracts.batches import BatchAssessed, BatchRegistered
from huleedu.contracts.classes import MatchedPupil, PupilsMatched
from huleedu.contracts.files import TextRead
from huleedu.contracts.gateway import FilesOffered, OfferedFile
from huleedu.contracts.judging import Kind, RankingMade
from huleedu.contracts.lifecycle import BatchSettled, SlotAssigned
from huleedu.contracts.linguistics import LanguageMeasured
from huleedu.contracts.message import Message
from huleedu.contracts.ranking import RankingPicture
from huleedu.contracts.spelling import FoundMisspelling, SpellingChecked
from huleedu.kit.database import Viewer
from huleedu.services.judging.api.ranking import Asked, Decisions, described, rank
from huleedu.services.judging.domain.grading.grades import A_TO_F
from huleedu.services.judging.domain.judgements import Judgements
from huleedu.services.results.api.grades import Grader
from huleedu.wiring.program import House

BATCH = UUID(int=0xBA7C4)
GIVEN = ("Anna", "Bosse", "Cilla", "Doris", "Ebbe", "Folke")
SURNAMES = ("Örnklint", "Rydbäck", "Sjöquist", "Tallgren", "Ulvhake")
NAMES = [f"{given} {surname}" for surname in SURNAMES for given in GIVEN]
ESSAYS = [uuid5(BATCH, name) for name in NAMES]
KARIN_GRADES = Grader(KARIN.person, KARIN.name)
Sort = Literal["judged", "without_anchors", "counted", "few", "unlinked"]


def messages(*, blind: bool = False, essays: int = 30) -> list[Message]:
    """All that is said of the class but a ranking."""
    said: list[Message] = [
        BatchRegistered(
            batch=BATCH,
            title="A challenge",
            slots=None,
            language="auto",
            pupils=(),
            deadline_s=60,
            school=KARIN.school,
            owner=KARIN.person,
            blind=blind,
        )
    ]
    told = [(NAMES[at % 30], essay_of(at), at) for at in range(essays)]
    for name, essay, at in told:
        file = OfferedFile(essay=essay, name=f"{name}.txt", size_bytes=15, content="ab" * 32)
        words = float(280 + (at * 37) % 190)
        measures = {"words": words, "lix": 30.0 + (at * 7) % 17, "mtld": 60.0 + (at * 11) % 40}
        marks = tuple(FoundMisspelling(3 * n, 3 * n + 2, "ox", ()) for n in range(at % 5))
        said += [
            FilesOffered(batch=BATCH, files=(file,)),
            TextRead(
                batch=BATCH,
                essay=essay,
                name=file.name,
                text="cd" * 32,
                characters=15,
                format="txt",
            ),
            SlotAssigned(batch=BATCH, essay=essay, slot=at + 1, content="cd" * 32),
            SpellingChecked(
                batch=BATCH, essay=essay, run=1, language="sv", words=int(words), misspellings=marks
            ),
            LanguageMeasured(batch=BATCH, essay=essay, run=1, measures=measures, not_measured={}),
        ]
    pupils = tuple(
        MatchedPupil(essay=essay, pupil=name, sure=True, found_in="header")
        for name, essay, _ in told
    )
    settled = BatchSettled(
        batch=BATCH, revision=1, cause="complete", essays=(), refused=0, left_over=0
    )
    said += [
        settled,
        PupilsMatched(batch=BATCH, essays=pupils, settlement=1),
        BatchAssessed(batch=BATCH, run=1, essays=essays, failed=0),
    ]
    return said


def essay_of(at: int) -> UUID:
    """The essay at this slot, counted from 0."""
    return ESSAYS[at] if at < len(ESSAYS) else uuid5(BATCH, str(at))


@cache
def ranking_of(kind: Sort = "judged", essays: int = 30, seed: int = 5) -> RankingPicture:
    """A ranking as judging makes it: nothing is drawn by hand."""
    dice = np.random.default_rng(seed)
    count = {"few": 6, "judged": 14 * essays}.get(kind, 4 * essays)
    truth = np.linspace(2.5, -2.5, essays)
    first = dice.integers(0, essays, count)
    second = (first + dice.integers(1, essays, count)) % essays
    if kind == "unlinked":  # the last one is met by nobody
        first, second = np.minimum(first, essays - 2), np.minimum(second, essays - 2)
        second = np.where(first == second, (first + 1) % (essays - 1), second)
    seen = truth[first] - truth[second] + dice.logistic(size=count)
    machine = Kind.BASELINE if kind == "counted" else Kind.MODEL
    judges = ("Counting",) if kind == "counted" else ("Åsa Öberg", "Bo Ek", "Cecilia", "gpt-4")
    people = () if kind == "counted" else (Kind.PERSON,) * 3
    made = Judgements(
        scripts=essays,
        judges=len(judges),
        first=first,
        second=second,
        judge=np.arange(count) % len(judges),
        answer=np.searchsorted([-2.0, -0.4, 0.4, 2.0], seen) - 2,
        steps=np.full(count, 5),
    )
    names = tuple(str(essay_of(at)) for at in range(essays))
    decisions = Decisions(
        judgements=made,
        scripts=names,
        judges=judges,
        times=("",) * count,
        sides_usable=True,
        kinds=(*people, machine),
        took_s=dice.uniform(4, 90, count),
    )
    graded = kind in ("judged", "unlinked")
    anchors = dict(zip(names[::5], "ABBCDE", strict=False)) if graded else {}
    asked = Asked(grades=anchors, scale=A_TO_F, words=np.full(essays, 300.0))
    return described(rank(decisions, 1, asked))


async def rank_again(house: House, ranking: RankingPicture, number: int = 1) -> None:
    """The class has this ranking from now on."""
    [address] = await house.contents.keep([msgspec.json.encode(ranking)])
    made = RankingMade(batch=BATCH, number=number, decisions=ranking.judgements, ranking=address)
    await hear(house.database("results"), made)


async def judged(
    house: House, kind: Sort | None = "judged", *, blind: bool = False, essays: int = 30
) -> None:
    """Karin's class, with a ranking unless `kind` is None."""
    await hear(house.database("results"), *messages(blind=blind, essays=essays))
    if kind:
        await rank_again(house, ranking_of(kind, essays))


def viewer() -> Viewer:
    """Karin's eyes."""
    return Viewer(KARIN.school, KARIN.person)
