"""What pages say stands in both catalogues, with the same facts, and all of it is said."""

import re
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from tests.gateway.words.test_words import forms, placeholders

from huleedu.gateway.words.choice import LANGUAGES, Language

GATEWAY = Path(__file__).parents[3] / "src" / "huleedu" / "gateway"
SAID = re.compile(
    r"\b(?:t|marked|say|Done|MayNot|wrong|sentence)\(\s*\"([a-z_]+[.][^\"]+)\"\s*(?![~\s])"
)
SOURCES = [
    *(GATEWAY / "web").rglob("*.py"),
    *(GATEWAY / "web").rglob("*.html"),
    *(GATEWAY / "feedback").rglob("*.py"),
    *(GATEWAY / "drafting").rglob("*.py"),
]


def catalogue(language: Language) -> dict[str, Message]:
    with (GATEWAY / "words" / f"web.{language}.po").open("rb") as file:
        return {
            message.id if isinstance(message.id, str) else message.id[0]: message
            for message in read_po(file)
            if message.id
        }


ENGLISH = catalogue("en")
SOURCE = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)


def test_both_languages_say_the_same_in_order() -> None:
    for language in LANGUAGES:
        told = catalogue(language)
        assert list(told) == sorted(told), "the order is by code"
        assert list(told) == list(ENGLISH)
        for code, message in told.items():
            english = ENGLISH[code]
            assert all(form.strip() for form in forms(message)), code
            assert message.pluralizable == english.pluralizable, code
            assert placeholders(forms(message)[-1]) == placeholders(forms(english)[-1]), code


def test_what_pages_say_has_a_sentence() -> None:
    said = {code for code in SAID.findall(SOURCE) if not code.endswith((".", "_"))}
    families = {code.rpartition(".")[0] for code in ENGLISH}
    assert (
        not {code for code in said if code not in ENGLISH and code not in families} - other_words()
    )


def other_words() -> set[str]:
    """What commands and reports say, too."""
    with (GATEWAY / "words" / "en.po").open("rb") as file:
        return {m.id if isinstance(m.id, str) else m.id[0] for m in read_po(file) if m.id}


def test_every_sentence_is_said() -> None:
    """As a whole, or put together behind its beginning or before its end."""
    unsaid = {code for code in ENGLISH if not _stands_there(code)}
    assert not unsaid


def _stands_there(code: str) -> bool:
    if f'"{code}"' in SOURCE or f"'{code}'" in SOURCE:
        return True
    parts = code.split(".")
    return any(f'"{".".join(parts[:n])}.' in SOURCE for n in range(1, len(parts))) or any(
        f'"{".".join(parts[:n])}"' in SOURCE and f'.{".".join(parts[n:])}"' in SOURCE
        for n in range(1, len(parts))
    )
