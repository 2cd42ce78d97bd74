"""Know what a template says to whoever fills it in: prompts to write, and what a line is for."""

import re

_ASKED = re.compile(
    r"""
    [\[<(…]?\s*(?:
        klicka\ (?:eller\ tryck\ )?här\ för\ att\ (?:ange|skriva|lägga\ till)\ \w+
      | (?:skriv|börja\ skriva|fyll\ i)\ (?:din\ |er\ )?(?:(?:text|svar)(?:en|et)?\ )?här
      | välj\ ett\ objekt
      | click\ (?:or\ tap\ )?(?:here\ )?to\ (?:enter|add)\ (?:an?\ )?\w+
      | (?:type|write|enter|start\ (?:typing|writing))\ (?:your\ )?(?:text\ |answer\ |essay\ )?here
      | choose\ an\ item
    )\s*[\])>….:]*
    """,
    re.VERBOSE | re.IGNORECASE,
)
_IN_BRACKETS = re.compile(
    r"\[\s*(?:ange|fyll i|infoga|klicka|skriv|tryck|click|enter|insert|tap|type|write)\b"
    r"[^\]\n]{0,100}\]",
    re.IGNORECASE,
)
_LABELS = (
    "betyg|datum|efternamn|elev|elevens namn|förnamn|grupp|klass|kommentar|kurs|lärare|namn|"
    "personnummer|rubrik|skola|termin|titel|uppgift|ämne|"
    "class|comments?|course|date|first name|full name|grade|group|last name|name|period|pupil|"
    "school|student|subject|surname|teacher|title"
)
_LABELLED = re.compile(
    rf"(?:(?:{_LABELS})(?:(?:\s*[/,&]\s*|\s+(?:och|and)\s+)(?:{_LABELS}))*\s*"
    r"(?:[:=][\s_.…–-]*(?P<said>.*)|[_.…–\s-]*))",
    re.IGNORECASE,
)
_GAP = re.compile(r"[_.…\s-]{3,}")
SAID_WORDS_MAX = 6
"""What stands behind Name: and Class: is no longer."""


def without_prompts(text: str) -> tuple[str, list[str]]:
    """The text without lines that only ask to write there, and these lines."""
    asked = [line for line in text.split("\n") if _is_prompt(line.strip())]
    if not asked:
        return text, []
    kept = "\n".join(line for line in text.split("\n") if not _is_prompt(line.strip()))
    return re.sub(r"\n{3,}", "\n\n", kept).strip("\n"), asked


def is_only_labels(text: str) -> bool:
    """Whether each line says at most whose the text is to be: Name: Anna Ek, Class: ____."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return bool(lines) and all(map(_is_labels, lines))


def _is_prompt(line: str) -> bool:
    return bool(_ASKED.fullmatch(line) or _IN_BRACKETS.fullmatch(line))


def _is_labels(line: str) -> bool:
    """Whether a line is labels alone, of which several may stand in it with gaps to write in."""
    pieces = [piece for piece in _GAP.split(line) if piece.strip(" :")]
    labelled = [_LABELLED.fullmatch(piece.strip()) for piece in pieces]
    return all(
        found is not None and len((found["said"] or "").split()) <= SAID_WORDS_MAX
        for found in labelled
    )
