"""Say what a code means, in one language, with its facts as that language writes them."""

import io
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib import resources

from babel import Locale
from babel.dates import format_date, format_datetime, format_time
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

from huleedu.contracts.reason import Fact, Reason, Why
from huleedu.gateway.words.choice import Language

LOCALES: dict[Language, Locale] = {"en": Locale("en", "GB"), "sv": Locale("sv", "SE")}
CATALOGUES = ("", "web.")
"""What commands and reports say, and what pages say; in pages all of it is needed."""
UNITS = ((1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "kB"))


class Words:
    """One language's sentences, numbers and dates.

    Args:
        told: the sentences, by their codes.
    """

    def __init__(self, language: Language, told: GNUTranslations) -> None:
        self.language: Language = language
        self._locale = LOCALES[language]
        self._told = told

    def say(self, code: str, /, **facts: Fact) -> str:
        """The sentence of a code.

        Whole numbers are written by the language's rules, those of a fact `…_bytes` as a size; `n`
        chooses between singular and plural; of several texts one is meant. Raises KeyError for a
        code that has no sentence.
        """
        written = {name: self.written(name, fact) for name, fact in facts.items()}
        return self.sentence(code, facts.get("n")).format(**written)

    def sentence(self, code: str, n: Fact | None = None) -> str:
        """The same with its placeholders, for whoever fills them; raises KeyError."""
        if n is None:
            return self._told.gettext(code)
        assert isinstance(n, int), "only a whole number tells one from many"
        return self._told.ngettext(code, code, n)

    def explain(self, reason: Why) -> str:
        """The sentence of a reason that came in a message or stood in a row; raises KeyError."""
        if not isinstance(reason, Reason):
            return reason
        code, kind = f"reason.{reason.code}", reason.facts.get("kind")
        facts = {name: fact for name, fact in reason.facts.items() if name != "kind"}
        return self.say(f"{code}.{kind}" if kind else code, **facts)

    def has(self, code: str) -> bool:
        """Whether there is a sentence for this code; a newer version may have written others."""
        try:
            self.sentence(code)
        except KeyError:
            return False
        return True

    def written(self, name: str, fact: Fact) -> str:
        """A fact as `say` writes it into a sentence."""
        if isinstance(fact, str):
            return fact
        if isinstance(fact, tuple):
            return self.alternatives(fact)
        return self.size(fact) if name.endswith("_bytes") else self.number(fact)

    def number(self, value: float, decimals: int = 0) -> str:
        """`12,345.7` or `12 345,7`, with so many decimals."""
        pattern = "#,##0." + "0" * decimals if decimals else "#,##0"
        return format_decimal(value, pattern, locale=self._locale)

    def short(self, value: float) -> str:
        """`-1.5` or `−1,5`: with as many decimals as it has, three at most."""
        return format_decimal(value, locale=self._locale)

    def ordinal(self, number: int) -> str:
        """`4th` or `4:e`."""
        tens, ones = number % 100, number % 10
        usual = tens not in (11, 12, 13)
        if self.language == "sv":
            return f"{self.number(number)}:{'a' if usual and ones in (1, 2) else 'e'}"
        ending = {1: "st", 2: "nd", 3: "rd"}.get(ones, "th") if usual else "th"
        return f"{self.number(number)}{ending}"

    def percent(self, share: float) -> str:
        """`80 %`, of a share from 0 to 1."""
        return format_percent(share, "#,##0\u00a0%", locale=self._locale)

    def size(self, size_bytes: int) -> str:
        """`20 MB`, `512 kB` or `90 bytes`, rounded down."""
        for unit, name in UNITS:
            if size_bytes >= unit:
                return f"{self.number(size_bytes // unit)}\u00a0{name}"
        return self.say("bytes", n=size_bytes)

    def day(self, moment: datetime) -> str:
        """`14 October 2026`, where this program runs."""
        return format_date(moment.astimezone(), "long", locale=self._locale)

    def moment(self, moment: datetime) -> str:
        """`14 October 2026 at 09:30`, where this program runs."""
        return self.say("moment", day=self.day(moment), time=self.time(moment))

    def time(self, moment: datetime, *, seconds: bool = False) -> str:
        """`09:30`, or `09:30:05`, where this program runs."""
        kind = "medium" if seconds else "short"
        return format_time(moment.astimezone(), kind, locale=self._locale)

    def stamp(self, moment: datetime) -> str:
        """Day and time for a column: `14/10/2026, 09:30` or `2026-10-14 09:30`."""
        return format_datetime(moment.astimezone(), "short", locale=self._locale)

    def alternatives(self, names: Iterable[str]) -> str:
        """`one, two or three`."""
        return format_list(list(names), "or", self._locale)

    def listed(self, names: Iterable[str]) -> str:
        """`one, two and three`."""
        return format_list(list(names), locale=self._locale)


@cache
def words(language: Language) -> Words:
    """The words of a language; its catalogues are read once."""
    told: GNUTranslations | None = None
    for name in CATALOGUES:
        path = resources.files("huleedu.gateway.words").joinpath(f"{name}{language}.po")
        compiled = io.BytesIO()
        write_mo(compiled, read_po(io.BytesIO(path.read_bytes())))
        compiled.seek(0)
        more = GNUTranslations(compiled)
        if told:
            told.add_fallback(more)
        told = told or more
    assert told
    told.add_fallback(_Missing())
    return Words(language, told)


class _Missing(NullTranslations):
    """Hears of codes that no sentence is found for."""

    def gettext(self, message: str) -> str:
        """Raises KeyError."""
        raise KeyError(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Raises KeyError."""
        raise KeyError(msgid1)
