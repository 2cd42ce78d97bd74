"""Turn what somebody asks for into the rules by which a batch is judged."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import msgspec

from huleedu.app.house import House
from huleedu.app.judging import desk_of, open_judging
from huleedu.contracts.judging import NotOpened
from huleedu.services.judging.domain.anchors import read_anchors
from huleedu.services.judging.domain.desk import Rules, Script
from huleedu.services.judging.domain.graded import NotGraded, bands_of, scale_of
from huleedu.services.judging.domain.names import Known, NotMeant, meant
from huleedu.services.judging.domain.pairing import Way
from huleedu.services.results.domain.picture import Picture


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
class WrongWish:
    """It cannot be judged so, and why."""

    why: str


async def open_with(house: House, picture: Picture, wishes: Wishes) -> list[Script] | WrongWish:
    """Open a batch for judging by these rules; raises OSError or UnicodeDecodeError for files."""
    batch, desk = UUID(picture.batch), desk_of(house)
    scripts = await open_judging(house, picture)
    before = await desk.rules(batch)
    assert not isinstance(before, NotOpened)
    rules = rules_from(before, wishes, scripts, picture)
    if isinstance(rules, WrongWish):
        return rules
    await desk.open(batch, scripts, picture.title, rules)
    return scripts


def rules_from(
    before: Rules, wishes: Wishes, scripts: Sequence[Script], picture: Picture
) -> Rules | WrongWish:
    """The rules as they are to be from now on. Raises OSError or UnicodeDecodeError for files."""
    changes: dict[str, object] = {
        name: value
        for name, value in (
            ("steps", wishes.steps),
            ("way", Way(wishes.pairs) if wishes.pairs else None),
            ("per_script", wishes.per_script),
            ("measures", wishes.measures),
            ("reliability", wishes.reliability),
            ("judgements", wishes.judgements),
        )
        if value is not None
    }
    if wishes.criterion:
        criterion = wishes.criterion.read_text(encoding="utf-8-sig").strip()
        if not criterion:
            return WrongWish(f"{wishes.criterion} is empty: it should say what to judge by")
        changes["criterion"] = criterion
    if wishes.bands is not None:
        found = bands_of(wishes.bands)
        if isinstance(found, NotGraded):
            return WrongWish(found.why)
        changes["bands"] = found
    graded = _graded(before, wishes, scripts, picture)
    if isinstance(graded, WrongWish):
        return graded
    return msgspec.structs.replace(before, **changes, **graded)


def _graded(
    before: Rules, wishes: Wishes, scripts: Sequence[Script], picture: Picture
) -> dict[str, object] | WrongWish:
    """Scale and anchors: each anchor an essay of the batch, each grade one of the scale."""
    if wishes.scale is None and wishes.anchors is None:
        return {}
    scale = scale_of(wishes.scale or before.scale or "A-F")
    if isinstance(scale, NotGraded):
        return WrongWish(scale.why)
    grades, places = before.grades, before.places
    if wishes.anchors:
        read = read_anchors(wishes.anchors.read_text(encoding="utf-8-sig"))
        if isinstance(read, NotGraded):
            return WrongWish(f"{wishes.anchors}: {read}")
        names = [*dict.fromkeys([*read.grades, *read.places])]
        numbers = meant(names, known_names(scripts, picture))
        if isinstance(numbers, NotMeant):
            return WrongWish(f"{wishes.anchors}: {numbers}")
        essay = {
            name: scripts[number].essay for name, number in zip(names, numbers.numbers, strict=True)
        }
        grades = {essay[name]: grade for name, grade in read.grades.items()}
        places = {essay[name]: place for name, place in read.places.items()}
    for anchor, grade in grades.items():
        if grade not in scale.grades:
            name = next(script.name for script in scripts if script.essay == anchor)
            allowed = ", ".join(scale.grades)
            return WrongWish(f"the anchor {name} has the grade {grade!r}: not of {allowed}")
    return {"scale": wishes.scale or before.scale or "A-F", "grades": grades, "places": places}


def known_names(scripts: Sequence[Script], picture: Picture) -> list[Known]:
    """What people may call the scripts: by file, by pupil, by id."""
    pupils = {UUID(essay.id): essay.pupil.name for essay in picture.essays if essay.pupil}
    return [
        Known(
            script.name,
            (str(script.essay), *((pupils[script.essay],) if script.essay in pupils else ())),
        )
        for script in scripts
    ]
