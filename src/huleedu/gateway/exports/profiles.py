"""In which forms a result can be taken away, and what each of them wants and holds."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

Purpose = Literal["me", "spreadsheet", "platform", "pupils", "record", "research"]
PURPOSES: tuple[Purpose, ...] = get_args(Purpose)
"""In the order of the page."""
ProfileCode = Literal[
    "page",
    "pdf",
    "method",
    "xlsx",
    "csv",
    "csv-sv",
    "canvas",
    "moodle-gradebook",
    "moodle-worksheet",
    "oneroster",
    "oneroster-1.1",
    "pupils",
    "record",
    "research",
]
PROFILE_CODES: tuple[ProfileCode, ...] = get_args(ProfileCode)
Want = Literal["names", "texts", "grades", "numbers", "judgements", "given", "pdf", "file"]
"""`names`, `texts`: it holds whose a text is, and texts; `grades`, `judgements`, `given` feedback:
without them it is empty; `numbers`: it can hold no other grades; `pdf`: PDFs are made for it;
`file`: it is made of a file that the platform wrote, and cannot be made without."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One form.

    Args:
        writes: what makes it, as "module:function": only the process that writes loads it.
        takes_file: the platform's own file may be given, and is filled in.
    """

    code: ProfileCode
    purpose: Purpose
    ending: str
    writes: str
    wants: frozenset[Want] = field(default_factory=frozenset[Want])
    takes_file: bool = False


def _profile(
    code: ProfileCode,
    purpose: Purpose,
    ending: str,
    writes: str,
    *wants: Want,
    takes_file: bool = False,
) -> Profile:
    return Profile(
        code=code,
        purpose=purpose,
        ending=ending,
        writes=f"huleedu.gateway.exports.{writes}",
        wants=frozenset(wants),
        takes_file=takes_file,
    )


def _platform(code: ProfileCode, ending: str, writes: str, *wants: Want) -> Profile:
    at = f"platforms.{writes}"
    return _profile(code, "platform", ending, at, "names", "grades", *wants, takes_file=True)


PROFILES: dict[ProfileCode, Profile] = {
    profile.code: profile
    for profile in (
        _profile("page", "me", "html", "sheets:page", "texts"),
        _profile("pdf", "me", "pdf", "printed:pdf", "pdf"),
        _profile("method", "me", "html", "sheets:method", "judgements"),
        _profile("xlsx", "spreadsheet", "xlsx", "sheets:xlsx", "texts"),
        _profile("csv", "spreadsheet", "csv", "sheets:csv"),
        _profile("csv-sv", "spreadsheet", "csv", "sheets:csv_swedish"),
        _platform("canvas", "csv", "canvas:canvas"),
        _platform("moodle-gradebook", "csv", "moodle:gradebook"),
        _platform("moodle-worksheet", "csv", "moodle:worksheet", "file"),
        _platform("oneroster", "zip", "oneroster:oneroster"),
        _platform("oneroster-1.1", "zip", "oneroster:oneroster_of_before", "numbers"),
        _profile("pupils", "pupils", "zip", "sheets:nothing", "names", "texts", "given", "pdf"),
        _profile("record", "record", "zip", "sheets:record", "names", "texts"),
        _profile("research", "research", "zip", "sheets:nothing", "judgements"),
    )
}
"""By their codes, in the order in which they are offered."""

WhyNot = Literal[
    "no_texts",
    "hidden",
    "secret",
    "no_grades",
    "no_numbers",
    "no_judgements",
    "not_given",
    "no_pdf",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What decides whether a form is offered."""

    essays: int
    hidden: bool
    """Codes stand for names in the batch."""
    secret: bool
    """No text of it may leave."""
    grades: int
    """How many essays have a decided grade."""
    numbers: bool
    """All of these are numbers."""
    judged: bool
    given: int
    """How many pupils were given feedback."""
    pdf: bool
    """PDFs can be made here."""


def why_not(profile: Profile, known: Known) -> WhyNot | None:
    """Why this form is not offered; None: it is."""
    wants = profile.wants
    reasons: Sequence[tuple[WhyNot, bool]] = (
        ("no_texts", not known.essays),
        ("hidden", known.hidden and "names" in wants),
        ("secret", known.secret and "texts" in wants),
        ("no_grades", "grades" in wants and not known.grades),
        ("no_numbers", "numbers" in wants and not known.numbers),
        ("no_judgements", "judgements" in wants and not known.judged),
        ("not_given", "given" in wants and not known.given),
        ("no_pdf", "pdf" in wants and not known.pdf),
    )
    return next((why for why, so in reasons if so), None)
