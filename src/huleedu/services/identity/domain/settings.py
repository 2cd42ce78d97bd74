"""What the administrators of a school set."""

from dataclasses import dataclass

from huleedu.services.identity.domain.forms import found, name_problem
from huleedu.services.identity.domain.language_models import LlmOff, LlmSettings, llm_problems
from huleedu.services.identity.domain.outcomes import FieldProblem, Language

SCALES_MAX = 20
KNOWN_SCALES = ("A-F", "1-5", "CEFR")
NO_LLM = LlmOff()


@dataclass(frozen=True, slots=True)
class SchoolSettings:
    """All of it."""

    name: str
    language: Language
    teachers_need_factor: bool
    scales: tuple[str, ...] = KNOWN_SCALES
    """Which teachers are offered: a name, or grades from the lowest with commas between."""
    pupil_links: bool = False
    """Whether pupils may be given links to what was written to them."""
    llm: LlmSettings | LlmOff = NO_LLM


@dataclass(frozen=True, slots=True)
class SchoolChoices:
    """What of the settings teachers meet."""

    scales: tuple[str, ...]
    pupil_links: bool


def settings_problems(
    before: SchoolSettings, wanted: SchoolSettings, *, operator: bool
) -> tuple[FieldProblem, ...]:
    """What is wrong with which field; language models that are as before are not looked at again.

    Args:
        operator: whoever asks looks after the installation.
    """
    many = len(wanted.scales) > SCALES_MAX
    llm = wanted.llm if wanted.llm != before.llm else LlmOff()
    return (
        *found(
            name_problem("school_name", wanted.name),
            FieldProblem("scales", "scales.many") if many else None,
        ),
        *(() if isinstance(llm, LlmOff) else llm_problems(llm, operator=operator)),
    )
