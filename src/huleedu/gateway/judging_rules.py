"""Read the rules that somebody wants a batch to be judged by, with the files that they name."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from huleedu.contracts.reason import Reason
from huleedu.services.judging.api.opening import (
    USUAL_SCALE,
    Late,
    NotGraded,
    RulesRefused,
    Wanted,
    Way,
    bands_of,
    read_anchors,
    scale_of,
    score_scale,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleOptions:
    """What is asked for; None: as before. Paths are of files with the criterion, with anchors."""

    criterion: Path | None = None
    steps: int | None = None
    pairs: str | None = None
    per_script: int | None = None
    measures: bool | None = None
    reliability: float | None = None
    judgements: int | None = None
    until: datetime | None = None
    scale: str | None = None
    anchors: Path | None = None
    bands: str | None = None
    scores: str | None = None
    late: Late | None = None


def read_options(options: RuleOptions) -> Wanted | RulesRefused:
    """Read the files that are named, and check what can be checked before there is a batch."""
    changes: dict[str, object] = {
        name: value
        for name, value in (
            ("steps", options.steps),
            ("way", Way(options.pairs) if options.pairs else None),
            ("per_script", options.per_script),
            ("measures", options.measures),
            ("reliability", options.reliability),
            ("judgements", options.judgements),
            ("until", options.until),
            ("scale", options.scale),
            ("late", options.late),
        )
        if value is not None
    }
    try:
        criterion = _text(options.criterion)
        anchors = _text(options.anchors)
    except (OSError, UnicodeDecodeError) as error:
        return RulesRefused(Reason("rules.not_text", {"why": str(error)}))
    if criterion is not None:
        changes["criterion"] = criterion.strip()
        if not changes["criterion"]:
            return RulesRefused(Reason("rules.no_criterion", {"file": str(options.criterion)}))
    if options.bands is not None:
        bands = bands_of(options.bands)
        if isinstance(bands, NotGraded):
            return RulesRefused(bands.why)
        changes["bands"] = bands
    if options.scores is not None:
        changes["scores"] = score_scale(options.scores)
        if changes["scores"] is None:
            return RulesRefused(Reason("rules.no_scores", {"told": options.scores}))
    scale = scale_of(options.scale or USUAL_SCALE)
    if isinstance(scale, NotGraded):
        return RulesRefused(scale.why)
    read = None if anchors is None else read_anchors(anchors)
    if isinstance(read, NotGraded):
        return RulesRefused(read.why)
    return Wanted(changes, options.scale, read)


def _text(path: Path | None) -> str | None:
    return None if path is None else path.read_text(encoding="utf-8-sig")
