"""Make a page of a template: in its reader's language, with the frame that all pages have."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from huleedu import __version__
from huleedu.contracts.reason import Fact
from huleedu.gateway.web.pages import Asked, Done
from huleedu.gateway.web.static import static_files

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class Speech:
    """What a template says sentences, dates and figures with, in one language."""

    def __init__(self, asked: Asked) -> None:
        self._words = asked.words
        self._now = asked.web.clock()

    def say(self, code: str, /, **facts: Fact) -> str:
        """The sentence of a code."""
        return self._words.say(code, **facts)

    def marked(self, code: str, /, n: int | None = None, **facts: object) -> Markup:
        """The same where a fact is more than text: a link, or what is marked."""
        written = {name: escape(fact) for name, fact in facts.items()}
        if n is not None:
            written["n"] = escape(self._words.number(n))
        return escape(self._words.sentence(code, n)).format(**written)

    def moment(self, moment: datetime) -> Markup:
        """When it was, as one says it of today and of other days, for machines, too."""
        told = moment.astimezone()
        today = told.date() == self._now.astimezone().date()
        text = self._words.time(moment) if today else self._words.stamp(moment)
        return Markup('<time datetime="{}">{}</time>').format(
            moment.isoformat(timespec="seconds"), text
        )


def _address(name: str) -> str:
    """Where a file of the pages' own is reached."""
    return static_files()[name].path


def rendered(asked: Asked, template: str, names: Mapping[str, Any], done: Done | None) -> str:
    """The page as HTML."""
    return _TEMPLATES.get_template(template).render(**frame(asked, done), **names)


def frame(asked: Asked, done: Done | None = None) -> dict[str, Any]:
    """What every template may speak of."""
    speech, words = Speech(asked), asked.words
    return {
        "asked": asked,
        "person": asked.person,
        "look": asked.look,
        "here": asked.request.url.path,
        "done": done,
        "version": __version__,
        "static": _address,
        "t": speech.say,
        "marked": speech.marked,
        "moment": speech.moment,
        "day": words.day,
        "clock": words.time,
        "number": words.number,
        "size": words.size,
        "explain": words.explain,
    }
