"""Turn what somebody asks for into the rules by which a batch is judged."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import msgspec

from huleedu.app.judging import desk_of, open_judging
from huleedu.contracts.judging import NotOpened
from huleedu.services.judging.domain.desk import Rules, Script
from huleedu.services.judging.domain.grading.anchors import Anchored, read_anchors
from huleedu.services.judging.domain.grading.graded import NotGraded, bands_of, scale_of
from huleedu.services.judging.domain.names import Known, NotMeant, meant
from huleedu.services.judging.domain.pairing import Way
from huleedu.services.results.domain.batch_report import BatchReport
from huleedu.wiring.program import House

USUAL_SCALE = "A-F"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What is asked for; None: as before. Paths are of files with the criterion, with anchors."""

    criterion: Path | None = None
    steps: int | None = None
    pairs: str | None = None
    per_script: int | None = None
    measures: bool | None = None
    reliability: float | None = None
    judgements: int | None = None
    scale: str | None = None
    anchors: Path | None = None
    bands: str | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """The same, with all files read and checked, as far as they can be without the batch."""

    changes: dict[str, object]
    scale: str | None
    anchors: Anchored | None


@dataclass(frozen=True, slots=True)
class WrongWish:
    """It cannot be judged so, and why."""

    why: str


def read_wishes(wishes: Wishes) -> Wanted | WrongWish:
    """Read the files that are named, and check what can be checked before there is a batch."""
    changes: dict[str, object] = {
        name: value
        for name, value in (
            ("steps", wishes.steps),
            ("way", Way(wishes.pairs) if wishes.pairs else None),
            ("per_script", wishes.per_script),
            ("measures", wishes.measures),
            ("reliability", wishes.reliability),
            ("judgements", wishes.judgements),
            ("scale", wishes.scale),
        )
        if value is not None
    }
    try:
        criterion = _text(wishes.criterion)
        anchors = _text(wishes.anchors)
    except (OSError, UnicodeDecodeError) as error:
        return WrongWish(f"A file cannot be read as UTF-8 text: {error}")
    if criterion is not None:
        changes["criterion"] = criterion.strip()
        if not changes["criterion"]:
            return WrongWish(f"{wishes.criterion} is empty: it should say what to judge by")
    if wishes.bands is not None:
        bands = bands_of(wishes.bands)
        if isinstance(bands, NotGraded):
            return WrongWish(bands.why)
        changes["bands"] = bands
    scale = scale_of(wishes.scale or USUAL_SCALE)
    if isinstance(scale, NotGraded):
        return WrongWish(scale.why)
    read = None if anchors is None else read_anchors(anchors)
    if isinstance(read, NotGraded):
        return WrongWish(f"{wishes.anchors}: {read}")
    return Wanted(changes, wishes.scale, read)


def _text(path: Path | None) -> str | None:
    return None if path is None else path.read_text(encoding="utf-8-sig")


async def open_with(house: House, picture: BatchReport, wanted: Wanted) -> list[Script] | WrongWish:
    """Open a batch for judging by these rules; the essays that can be judged."""
    batch, desk = UUID(picture.batch), desk_of(house)
    scripts = await open_judging(house, picture)
    before = await desk.rules(batch)
    assert not isinstance(before, NotOpened)
    rules = rules_from(before, wanted, scripts, picture)
    if isinstance(rules, WrongWish):
        return rules
    await desk.open(batch, scripts, picture.title, rules)
    return scripts


def rules_from(
    before: Rules, wanted: Wanted, scripts: Sequence[Script], picture: BatchReport
) -> Rules | WrongWish:
    """The rules as they are to be from now on: each anchor an essay, each grade of the scale."""
    rules = msgspec.structs.replace(before, **wanted.changes)
    if wanted.anchors is not None:
        read = wanted.anchors
        names = [*dict.fromkeys([*read.grades, *read.places])]
        numbers = meant(names, known_names(scripts, picture))
        if isinstance(numbers, NotMeant):
            return WrongWish(f"The anchors: {numbers}")
        essays = [scripts[number].essay for number in numbers.numbers]
        essay = dict(zip(names, essays, strict=True))
        rules = msgspec.structs.replace(
            rules,
            scale=rules.scale or USUAL_SCALE,
            grades={essay[name]: grade for name, grade in read.grades.items()},
            places={essay[name]: place for name, place in read.places.items()},
        )
    scale = scale_of(rules.scale or USUAL_SCALE)
    assert not isinstance(scale, NotGraded)
    for anchor, grade in rules.grades.items():
        if grade not in scale.grades:
            name = next(script.name for script in scripts if script.essay == anchor)
            allowed = ", ".join(scale.grades)
            return WrongWish(f"The anchor {name} has the grade {grade!r}: not of {allowed}")
    return rules


def known_names(scripts: Sequence[Script], picture: BatchReport) -> list[Known]:
    """What people may call the scripts: by file, by pupil, by id."""
    pupils = {UUID(essay.id): essay.pupil.name for essay in picture.essays if essay.pupil}
    return [
        Known(
            script.name,
            (str(script.essay), *((pupils[script.essay],) if script.essay in pupils else ())),
        )
        for script in scripts
    ]
