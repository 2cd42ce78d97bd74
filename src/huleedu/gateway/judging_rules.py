"""Read the rules that somebody wants a batch to be judged by, with the files that they name."""

from dataclasses import dataclass
from pathlib import Path

from huleedu.services.judging.api.opening import (
    USUAL_SCALE,
    NotGraded,
    RulesRefused,
    Wanted,
    Way,
    bands_of,
    read_anchors,
    scale_of,
)


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


def read_wishes(wishes: Wishes) -> Wanted | RulesRefused:
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
        return RulesRefused(f"A file cannot be read as UTF-8 text: {error}")
    if criterion is not None:
        changes["criterion"] = criterion.strip()
        if not changes["criterion"]:
            return RulesRefused(f"{wishes.criterion} is empty: it should say what to judge by")
    if wishes.bands is not None:
        bands = bands_of(wishes.bands)
        if isinstance(bands, NotGraded):
            return RulesRefused(bands.why)
        changes["bands"] = bands
    scale = scale_of(wishes.scale or USUAL_SCALE)
    if isinstance(scale, NotGraded):
        return RulesRefused(scale.why)
    read = None if anchors is None else read_anchors(anchors)
    if isinstance(read, NotGraded):
        return RulesRefused(f"{wishes.anchors}: {read}")
    return Wanted(changes, wishes.scale, read)


def _text(path: Path | None) -> str | None:
    return None if path is None else path.read_text(encoding="utf-8-sig")
