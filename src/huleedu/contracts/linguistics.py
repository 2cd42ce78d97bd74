"""What the linguistics service says: the measures of one text's language."""

from huleedu.contracts.message import EssayMessage
from huleedu.contracts.reason import Why


class LanguageMeasured(EssayMessage, frozen=True, kw_only=True, tag="linguistics.measured.v1"):
    """Measures by key; a measure that does not apply has its reason instead of a number."""

    run: int
    measures: dict[str, float]
    not_measured: dict[str, Why]


class LanguageNotMeasured(
    EssayMessage, frozen=True, kw_only=True, tag="linguistics.not_measured.v1"
):
    """The text could not be measured."""

    run: int
    reason: Why
