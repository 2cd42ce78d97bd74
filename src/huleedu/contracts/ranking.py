"""A ranking as judging makes it and a teacher sees it: places, grades, who has judged how."""

import msgspec

from huleedu.contracts.reason import Why


class DecidingPair(msgspec.Struct, frozen=True, kw_only=True):
    """A judgement that moved an essay: without it, it would stand `places` further down.

    `result` is how the essay did: (much) better, (much) worse, equal; `effect` is in logits.
    """

    other: str
    judge: str
    result: str
    effect: float
    places: int


class RankedEssay(msgspec.Struct, frozen=True, kw_only=True):
    """An essay's place (1 is best) with its 90 % interval; ability and its error in logits.

    `grade` is the most probable, and empty if there are none; `grade_said` adds "or lower", "or
    higher" where no anchor tells; `chances` go from each grade, or from each band, to its
    probability; `known_grade` is an anchor's. `group` numbers the groups that no judgement links.
    """

    essay: str
    place: int
    low: int
    high: int
    ability: float
    error: float
    judgements: int
    infit: float | None = None
    outfit: float | None = None
    group: int = 0
    grade: str = ""
    grade_said: str = ""
    chances: dict[str, float] = {}
    borderline: bool = False
    known_grade: str = ""
    misplaced: bool = False
    """Whether an anchor's own grade is improbable."""
    band: str = ""
    known_place: float | None = None
    """In logits, of an anchor whose place is known."""
    found_place: float | None = None
    """In logits, of such an anchor that has drifted: where it stands by all else."""
    deciding: tuple[DecidingPair, ...] = ()

    @property
    def is_anchor(self) -> bool:
        """Whether its grade or its place was known beforehand."""
        return bool(self.known_grade) or self.known_place is not None

    @property
    def judged_otherwise(self) -> bool:
        """Whether another grade than the one that is known of an anchor is the likeliest."""
        return bool(self.known_grade) and self.grade != self.known_grade


class BoundaryLine(msgspec.Struct, frozen=True, kw_only=True):
    """Where a grade begins, in logits, with its 90 % interval."""

    to: str
    place: float
    low: float
    high: float


class JudgeLine(msgspec.Struct, frozen=True, kw_only=True):
    """How a judge judged; None where there is nothing to tell.

    `weight`: how sharply they see differences (1: as all on average). `first_share`: of their
    judgements that were not "equal", how many the essay shown first won, with a 90 % interval;
    `side`: the fitted leaning to it in logits. `seconds`: the median time of a judgement; `quick`
    of the `timed` ones were quicker than `quick_means`. `without`: the rank correlation with the
    ranking that the others alone would give, in which `without_essay` moves farthest, by
    `without_places`. `agreed` of `compared` decisions are as the others' ranking has it, a share
    with a 90 % interval; `agreed_expected`: that of who judges as the others do, and `seldom`:
    theirs is less, beyond chance. `odd` is a code of how they are off: reversed, first, second,
    coin or quick; empty: they are not. So many as `turned` count the other way round.
    """

    name: str
    kind: str
    judgements: int
    infit: float | None
    weight: float
    first_share: float | None
    first_low: float | None
    first_high: float | None
    side: float | None
    seconds: float | None
    timed: int
    quick: int
    quick_means: Why
    without: float | None
    without_places: int | None
    without_essay: str | None
    agreed: int | None = None
    compared: int = 0
    agreed_low: float | None = None
    agreed_high: float | None = None
    agreed_expected: float | None = None
    seldom: bool = False
    odd: str = ""
    turned: int = 0


class RankedOtherwise(msgspec.Struct, frozen=True, kw_only=True):
    """What the ranking would be: essay → place, and how reliable, with a 90 % interval."""

    judgements: int
    reliability: float | None
    low: float | None
    high: float | None
    places: dict[str, int]


class AgreementLine(msgspec.Struct, frozen=True, kw_only=True):
    """Of `pairs` that two judges both saw, `agreed` got the same word; `chance`: by coin tosses."""

    one: str
    other: str
    pairs: int
    agreed: int
    chance: float
    kappa: float | None


class ApartLine(msgspec.Struct, frozen=True, kw_only=True):
    """An essay's place by people and by models, and how far apart, in standard errors."""

    essay: str
    people: int
    models: int
    errors: float


class PeopleAgainstModels(msgspec.Struct, frozen=True, kw_only=True):
    """How far people and models say the same; `correlation` is of the two rankings."""

    pairs: int
    agreed: int
    essays: int
    correlation: float | None
    apart: tuple[ApartLine, ...]


class SurpriseLine(msgspec.Struct, frozen=True, kw_only=True):
    """A judgement against what all others lead one to expect, by `residual` deviations."""

    judge: str
    better: str
    worse: str
    equal: bool
    residual: float


class MeasuresLine(msgspec.Struct, frozen=True, kw_only=True):
    """What linguistic measures were worth: the share explained (0 to 1), the farthest move."""

    names: tuple[str, ...]
    explained: float
    moved_places: int
    moved: str


class RankingPicture(msgspec.Struct, frozen=True, kw_only=True):
    """The essays by place, and how far that can be trusted.

    `note` says what a reader must know of it; `reliability` is the likely squared correlation with
    the truth, with its 90 % interval; `typical_error` is in places, `error_then` what it would be
    after `more` judgements. `grades` is the scale from the lowest, empty if no grades are given,
    and `not_graded` why not, if some were asked for; `bands` the bands from the lowest, each with
    its share. `groups`: sizes of the groups of essays that no judgement links. `kinds`: how many
    people, models … judged. `views_differ`: how far judges' views of an essay differ, in logits.
    """

    note: tuple[Why, ...]
    judges: tuple[str, ...]
    judgements: int
    reliability: float | None
    reliability_low: float | None
    reliability_high: float | None
    essays: tuple[RankedEssay, ...]
    not_known_yet: str = ""
    """What there is too little of to know a reliability, as a code; empty if it is known."""
    for_grading: bool = True
    """False: nobody has read the essays, a program has only counted."""
    typical_error: float | None = None
    error_then: float | None = None
    more: int = 0
    kinds: dict[str, int] = {}
    groups: tuple[int, ...] = ()
    grades: tuple[str, ...] = ()
    scale: str = ""
    boundaries: tuple[BoundaryLine, ...] = ()
    not_graded: Why = ""
    bands: tuple[tuple[str, float], ...] = ()
    panel: tuple[JudgeLine, ...] = ()
    sides_used: bool = True
    agreements: tuple[AgreementLine, ...] = ()
    people_and_models: PeopleAgainstModels | None = None
    surprises: tuple[SurpriseLine, ...] = ()
    measures: MeasuresLine | None = None
    views_differ: float | None = None
    scores: tuple[float, float] = (100.0, 15.0)
    """With which mean and spread of this class abilities are told as scores."""
    without_odd: RankedOtherwise | None = None
    """From all judges but those who are off by what they answered; None: there are none."""
    with_turned: RankedOtherwise | None = None
    """The same with those turned who seem to have swapped the two texts; None: there are none."""

    @property
    def odd(self) -> tuple[JudgeLine, ...]:
        """The judges who are off."""
        return tuple(line for line in self.panel if line.odd)


def parts_of(ranking: RankingPicture) -> tuple[str, ...]:
    """The names of the grades, or else of the bands, from the lowest."""
    return ranking.grades or tuple(name for name, _ in ranking.bands)
