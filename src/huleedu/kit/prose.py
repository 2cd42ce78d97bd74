"""Find the words, sentences and paragraphs of a text, English or Swedish.

**Words** are runs of letters. An apostrophe (don't, o’clock, can´t), a hyphen (well-known) and a
Swedish colon ending (EU:s) hold a word together; letters with combining marks and words with a soft
hyphen stay whole, and so do words with a lost letter (U+FFFD). An abbreviation with inner dots
(e.g., t.ex., J.K.) is one word, its last dot included. Digits make a number: a token with digits is
a word only if a part of it, between hyphens, is two letters or more without a digit. So 16-åringar
and covid-19 are words; 2nd, 1990s, B12, 3:e and ½ are not. Addresses of the web and of e-mail,
#tags and @names are no words, nor is a list's `a)`.

**Sentences** end at . ! ? … with the quotes and brackets that close behind them, and at the end of
their paragraph. Not at abbreviations and initials, inside numbers, at an ellipsis that goes on in
small letters, or where speech goes on ("Who?" he said; – Vem? sa han). A small letter after a full
stop is a new sentence all the same: pupils forget capitals oftener than they invent abbreviations.
A list's item starts a sentence. What has no word (1914. or ***) is no sentence of its own.

**Paragraphs** are parted by a line without a letter or a digit. Within a block of lines without
such a line, each line is a paragraph if a line is longer than `WRAP_MAX` (nobody wraps so wide) or
if more than half of the lines before the last end a sentence (text wrapped to a width breaks
anywhere). Otherwise the block is one paragraph (wrapped text, a verse, a list). But in a block at
least `WRAP_MIN` wide whose lines are mostly full, a line that the next word would clearly have
fitted into ends one too (headings and paragraphs in text from a PDF).
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

import msgspec

from huleedu.kit.apostrophes import APOSTROPHES

WRAP_MIN, WRAP_MAX = 40, 120
"""Code points: the longest line of a text that was wrapped to a width is between these."""


class WordPart(msgspec.Struct, frozen=True, gc=False):
    """A piece of a word between hyphens, at [start, end) in code points of the text."""

    start: int
    end: int
    text: str


class Word(msgspec.Struct, frozen=True, gc=False):
    """A word as written, at [start, end) in code points; `sentence` is its sentence's index.

    `initial`: a capital says nothing here, as the word opens its sentence or follows a quote.
    """

    start: int
    end: int
    text: str
    sentence: int
    initial: bool

    @property
    def parts(self) -> tuple[WordPart, ...]:
        """The pieces between hyphens; a word without hyphens is its only part."""
        return tuple(
            WordPart(self.start + piece.start(), self.start + piece.end(), piece.group())
            for piece in _BETWEEN_HYPHENS.finditer(self.text)
        )


class Sentence(msgspec.Struct, frozen=True, gc=False):
    """At [start, end) in code points, with at least one word; `paragraph` is an index."""

    start: int
    end: int
    paragraph: int


class Paragraph(msgspec.Struct, frozen=True, gc=False):
    """At [start, end) in code points, with at least one sentence."""

    start: int
    end: int


class Prose(msgspec.Struct, frozen=True):
    """A text and where its words, sentences and paragraphs are, each in the text's order."""

    text: str
    words: tuple[Word, ...]
    sentences: tuple[Sentence, ...]
    paragraphs: tuple[Paragraph, ...]


def read(text: str) -> Prose:
    """Find the words, sentences and paragraphs; any string will do."""
    seen = _without_addresses(_with_letters(text))
    words: list[Word] = []
    sentences: list[Sentence] = []
    paragraphs: list[Paragraph] = []
    for start, end in _paragraphs(seen):
        first = len(sentences)
        since = searched = start
        for until in _sentence_ends(seen, start, end):
            found = _words(text, seen, (searched, until), len(sentences))
            searched = until
            if found:
                words += found
                sentences.append(_trimmed(seen, since, until, len(paragraphs)))
                since = until
        if len(sentences) > first:
            # a rest without words belongs to the sentence before it
            sentences[-1] = Sentence(sentences[-1].start, end, len(paragraphs))
            paragraphs.append(Paragraph(start, end))
    return Prose(text, tuple(words), tuple(sentences), tuple(paragraphs))


def _trimmed(text: str, start: int, end: int, paragraph: int) -> Sentence:
    """The sentence without the space around it."""
    within = text[start:end]
    return Sentence(end - len(within.lstrip()), start + len(within.rstrip()), paragraph)


# --- words ---

_NUMERALS = "²³¹¼-¾⁰-₉⅐-↉①-⓿"  # digits that `\d` doesn't know
_LETTER = rf"[^\W\d_{_NUMERALS}]"
# What may stand inside a word besides letters: combining marks, soft hyphen, joiners.
_MARK = (
    "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\u00ad\u200c\u200d\u2060]"
)
_HYPHEN = "[-\u2010\u2011]"
_LINK = rf"[-\u2010\u2011{APOSTROPHES}]"
# EU:s, vd:ns, pm:ets, dvd:ernas, sms:a, sms:ade, sms:ats, sms:andet, pk:igt
_ENDING = (
    "(?::(?:s|[aeo]?ns?|[ae]?ts?|[aeo]r(?:na)?s?|nas?|are|as?|ade?s?|ande[ts]?|iga|igt?|ast)"
    r"(?!\w))?"
)
# Possessive quantifiers stand on single characters alone: on groups Python 3.11.2 loses its place.
_LETTERS = rf"{_LETTER}++(?:{_MARK}++{_LETTER}*+)*"
_MIXED = rf"[^\W_]++(?:{_MARK}++[^\W_]*+)*"
_DOTTED = (
    rf"(?:{_LETTER}{_MARK}*+(?:\.{_LETTER}{_MARK}*+){{1,8}}"
    r"|(?i:t\.ex|bl\.a|s\.k|f\.d|m\.fl|fr\.o\.m|o\.dyl|[ef]\.kr|ph\.d))\.?+(?![^\W_])"
)
_WORD = re.compile(
    rf"((?={_LETTER}{_MARK}*+{_LETTER}?\.){_DOTTED}"
    rf"|{_LETTERS}(?:{_LINK}{_LETTERS})*{_ENDING}(?!{_LINK}?[^\W_]|{_MARK}))"
    rf"|{_MIXED}(?:{_LINK}{_MIXED})*(?::[ae](?!\w))?{_ENDING}"
)
_BETWEEN_HYPHENS = re.compile(rf"(?:(?!{_HYPHEN}).)+")
_WORDLIKE_PART = re.compile(rf"(?:{_LETTER}{_MARK}*+){{2,}}")
_QUOTES = frozenset("\"'“”„‟«»‹›‘’‚‛´`")


def _words(text: str, seen: str, where: tuple[int, int], sentence: int) -> list[Word]:
    """The words in a sentence's span."""
    words: list[Word] = []
    for match in _WORD.finditer(seen, *where):
        if match.lastindex is None and not _has_wordlike_part(match.group()):
            continue
        start, end = match.span()
        initial = not words or seen[start - 1] in _QUOTES
        words.append(Word(start, end, text[start:end], sentence, initial))
    return words


def _has_wordlike_part(token: str) -> bool:
    """Whether a token with digits has a part of two letters or more that has none."""
    return any(_WORDLIKE_PART.fullmatch(part) for part in _BETWEEN_HYPHENS.findall(token))


_LOST = re.compile("(?<=[^\\W\\d_])\ufffd++|(?<!\ufffd)\ufffd++(?=[^\\W\\d_])")


def _with_letters(text: str) -> str:
    """The text, as long as before, with some small letter wherever a word lost one."""
    if "\ufffd" not in text:
        return text
    return _LOST.sub(lambda match: "x" * len(match.group()), text)


_DOMAIN = r"\.(?:com|org|net|edu|gov|de|dk|eu|fi|fr|io|no|nu|se|uk)\b"
_ADDRESS_SIGN = re.compile(rf"[@#]|://|www\.|{_DOMAIN}|^[^\S\n]*\w\)", re.MULTILINE)
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S*[\w/]"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
    r"|[@#]\w+(?:-\w+)*"
    rf"|(?<![\w.-])[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{0,4}}{_DOMAIN}(?:/\S*[\w/])?"
    r"|^[^\S\n]*[a-zA-Z]\)(?=\s)",  # a list's a)
    re.MULTILINE,
)


def _without_addresses(text: str) -> str:
    """The text, as long as before, with signs instead of letters where no words are."""
    if not _ADDRESS_SIGN.search(text):
        return text
    return _ADDRESS.sub(lambda match: "\ufffc" * len(match.group()), text)


# --- sentences ---

_SMILE = "(?:[:;=]-?[)(DP]|<3|[\u2600-\u27bf\U0001f300-\U0001faff]\ufe0f?)"
_END = re.compile(
    r"[.!?…]++(?:[ \u00a0][.!?…]++)*[\"'´`”’“»›)\]}*_]*+"
    # a smile in front of a capital
    rf"|(?P<smile>{_SMILE}+)(?=\s+[A-ZÅÄÖÆØÉ])"
    # the start of a list's item or of a spoken line, inside a paragraph of several lines
    r"|(?<=[\n\r])(?=[^\S\n\r]*+(?:[•*·▪◦‣][^\S\n\r]|\d{1,3}[.)][^\S\n\r]|\ufffc\ufffc[^\S\n\r]"
    r"|-[^\S\n\r]*+[^\W\d_]|[–—][^\S\n\r]*+[A-ZÅÄÖÆØÉ]))"
)
_NEXT = re.compile(r"([\W_]{0,12}?)([^\W_])")
_CAPITAL_LAST = re.compile(r"(?<![^\W\d_])(?<![^\W\d_]\.)[^\W\d_a-zåäöæøéü]\Z")
_CAPITAL_OF_NUMBER = re.compile(r"[\d°].\Z")
_NEXT_WORD = re.compile(r"[^\W_]++(?!\.)")
_BEFORE = re.compile(r"[^\W\d_](?:\.?[^\W\d_])*\Z")


def _listed(names: str) -> frozenset[str]:
    return frozenset(names.split())


# Short forms that are never the last word of a sentence,
_NEVER_LAST = _listed(
    "approx ca cf dept dr dvs eg ev exkl ie inkl jfr kl messrs mr mrs ms mt pga prof resp sk st "
    "tex vs"
)
# that are short forms only in front of a number (no. 5, but "No. I won't."),
_BEFORE_NUMBERS = _listed(
    "apr art aug ch dec feb febr fig jan jul jun kap mar max min no nos nov nr oct okt p par pp s "
    "sec sep sept sid tel tfn vol"
)
# and that end a sentence in front of a capital.
_PERHAPS_LAST = _listed(
    "a.d a.m b.a b.c bl co d.c dyl e.kr etc ex f.kr fl fr inc jr ltd m.a m.fl m.m mfl mm o.d o.dyl "
    "o.s.v osv p.m ph.d sr u.k u.n u.s u.s.a"
)
# A capital and a full stop are an initial (J. Smith), but not in front of a word that begins
# sentences and is nobody's name: I got an A. She got a B.
_NO_NAME = _listed(
    "after all also and are as at because before but can did do does everybody everyone finally "
    "first for he her here his how however i if in is it its my next no not now of on once one our "
    "she so some that the their them then there these they this those to today was we what when "
    "where who why with yes yesterday you your "
    "alla alltså att av den denna dess dessa det detta där därför då efter eftersom en ett från "
    "för första han hans har hennes hon hur här i ibland idag igår ingen inte ja jag kan man med "
    "men min mina mitt nej ni nu när nästa och också om på sedan sen som så till var varför vem vi "
    "vår är"
)
_DOTTED_WHOLE = re.compile(_DOTTED)
_SPOKEN_MAX = 400
"""Code points: how far behind a ! the dash of a spoken line is looked for."""


def _sentence_ends(text: str, start: int, end: int) -> Iterator[int]:
    """Where a sentence may end in the paragraph [start, end), and last the paragraph's end."""
    for match in _END.finditer(text, start, end):
        if match.end() >= end:
            break
        if match.group() == "" or match["smile"] or _ends(text, match, start, end):
            yield match.end()
    yield end


def _ends(text: str, stop: re.Match[str], start: int, end: int) -> bool:
    """Whether the stop, inside a paragraph, ends a sentence."""
    at, until = stop.span()
    following = _NEXT.match(text, until, end)
    if following is None:
        return text[until].isspace()
    gap, letter = following.groups()
    glued = not (gap and gap[0].isspace())
    if glued:  # "home.Then" is a forgotten space; "3.5", "e.g.," and "file.txt" are not
        return gap == "" and letter.isupper() and _before(text, start, at)[-2:].islower()
    small = letter.islower()
    marks = stop.group()
    closed = marks[-1] not in ".!?…"
    if small and (closed or _in_spoken_line(text, at, start)):
        return False
    if "!" in marks or "?" in marks:
        return True
    if marks.count(".") > 1 or "…" in marks:
        return not small
    before = _before(text, start, at)
    return (
        closed
        or _ends_in_a_letter(text, before, following.start(2))
        or not _is_short_form(before, letter)
    )


def _before(text: str, start: int, at: int) -> str:
    """What stands just before `at`, enough for any short form; marks within their letters."""
    return unicodedata.normalize("NFC", text[max(start, at - 12) : at])


def _ends_in_a_letter(text: str, before: str, at: int) -> bool:
    """Whether the capital in front of the full stop is a mark, a class or a unit: an A, 9B, °C."""
    if not _CAPITAL_LAST.search(before):
        return False
    following = _NEXT_WORD.match(text, at)
    return following is not None and (
        _CAPITAL_OF_NUMBER.search(before) is not None or following.group().lower() in _NO_NAME
    )


def _in_spoken_line(text: str, at: int, start: int) -> bool:
    """Whether ! or ? at `at` is said in a line that opens with a dash, the sign of speech."""
    line = max(start, at - _SPOKEN_MAX, text.rfind("\n", max(start, at - _SPOKEN_MAX), at) + 1)
    return text[at] in "!?" and text[line] in "-–—"


def _is_short_form(before: str, letter: str) -> bool:
    """Whether the full stop behind `before` is part of a short form, given what comes next."""
    match = _BEFORE.search(before)
    if match is None:
        return False
    short = match.group()
    plain = short.lower()
    if plain in _PERHAPS_LAST or short == "I" or (len(short) == 1 and short.islower()):
        return letter.islower() or letter.isdigit()
    if plain in _BEFORE_NUMBERS:
        return letter.isdigit()
    return plain in _NEVER_LAST or len(short) == 1 or _DOTTED_WHOLE.fullmatch(short) is not None


# --- paragraphs ---

_Span = tuple[int, int]
_SOMETHING = re.compile(r"[^\W_]")
_SENTENCE_OVER = re.compile(r"[.!?…][\"'´`”’“»›)\]}*_]*\Z")
_LINE_OVER = re.compile(r"[.!?…,;:–—-][\"'´`”’“»›)\]}*_]*\Z")
_INNER_END = re.compile(r"[.!?][\"'´`”’»)]*\s+[^\W\d_a-zåäöæøé]")
_FIRST = re.compile(r"\S*")
_CLEARLY_SHORT = 0.75
"""A line that would be shorter than this share of the width with the next word on it is short."""


def _paragraphs(text: str) -> Iterator[_Span]:
    """Where paragraphs may be: those without words are still among them."""
    for block in _blocks(text):
        breaks = _line_breaks(text, block)
        start = block[0][0]
        for (_, end), (after, _), broken in zip(block, block[1:], breaks, strict=False):
            if broken:
                yield start, end
                start = after
        yield start, block[-1][1]


def _blocks(text: str) -> Iterator[list[_Span]]:
    """The lines, without the space around them, in groups between lines that say nothing."""
    block: list[_Span] = []
    at = 0
    for line in text.splitlines(keepends=True):
        says = _SOMETHING.search(line) is not None
        if says:
            start = at + len(line) - len(line.lstrip())
            block.append((start, at + len(line.rstrip())))
        at += len(line)
        if block and (not says or line[-1] in "\f\u2029"):
            yield block
            block = []
    if block:
        yield block


def _line_breaks(text: str, block: list[_Span]) -> list[bool]:
    """For each line but the last: whether a paragraph ends with it."""
    inner = block[:-1]
    width = max(end - start for start, end in block)
    over = sum(1 for start, end in inner if _SENTENCE_OVER.search(text, max(start, end - 8), end))
    if width > WRAP_MAX or 2 * over > len(inner):
        return [True for _ in inner]
    short = [
        end - start + 1 + len(_first_word(text, after)) < _CLEARLY_SHORT * width
        for (start, end), after in pairwise(block)
    ]
    if width < WRAP_MIN or 3 * sum(short) > len(inner):
        return [at == 0 and short[0] and _is_heading(text, *block[:2]) for at in range(len(inner))]
    return [
        is_short and not text[after].islower()
        for is_short, (after, _) in zip(short, block[1:], strict=True)
    ]


def _is_heading(text: str, first: _Span, second: _Span) -> bool:
    """Whether a block's first line, a short one, stands above text with a sentence's end in it."""
    return (
        not _LINE_OVER.search(text, max(first[0], first[1] - 8), first[1])
        and text[second[0]].isupper()
        and _INNER_END.search(text, *second) is not None
    )


def _first_word(text: str, line: _Span) -> str:
    match = _FIRST.match(text, *line)
    return match.group() if match else ""
