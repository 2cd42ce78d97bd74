"""Make letters plain, so that words look the same however they are dressed up."""

import re
import unicodedata

LOOK_ALIKES = str.maketrans(
    # Cyrillic, then Greek, then other letters that NFKD leaves alone, each above its Latin twin
    "абвгдеёзийкмнорстухѕіјһьԁԍԛԝӏѵαβγεζηικνορτυχωϲϳµßøæœđłıȷɑɡɩɪʀʏɴʜʟᴀʙᴄᴅᴇꜰɢᴊᴋᴍᴏᴘꜱᴛᴜᴠᴡᴢ≪≫",
    "abbrdeeenukmhopctyxsijhbdgqwlvabyeznikvoptuxwcjusoaodlijagiirynhlabcdefgjkmopstuvwz<>",
)
TAGS = range(0xE0020, 0xE007F)
"""Letters that are never shown, and that programs read all the same."""
HIDDEN = ("Mn", "Me", "Cf", "Cc")
"""Marks above and below letters, joiners of no width, and control characters."""
DIGITS = str.maketrans("013457@$!|", "oieastasii")
"""Digits and signs that stand for letters; a 1 may stand for an l as well."""

SOFT, HARD = re.compile(r"[\n,:\"“”«»„()\[\]{}<>–—*_=|]+"), re.compile(r"[.!?;…]+")
INSIDE = re.compile(r"(?<=\w)[^\w\s]{1,2}(?=\w)")
SPELT = re.compile(r"(?<!\w)\w(?:[\W_]{1,3}\w(?!\w)){3,}")


def plain(text: str) -> str:
    """Small Latin letters without marks, lines kept; other scripts as they are."""
    if not text.isascii():
        text = "".join(chr(ord(c) - 0xE0000) if ord(c) in TAGS else c for c in text)
        text = unicodedata.normalize("NFKD", text).casefold()
        # a folded letter may come apart once more
        text = unicodedata.normalize("NFKD", text.translate(LOOK_ALIKES))
    text = "".join(c for c in text.casefold() if c in "\n\t" or not _is_hidden(c))
    return re.sub(r"[^\S\n]+", " ", text)


def _is_hidden(letter: str) -> bool:
    return not (letter.isascii() and letter.isprintable()) and (
        unicodedata.category(letter) in HIDDEN
    )


def words(text: str) -> str:
    """The words of a plain text with spaces between; ` , ` a pause, ` . ` a sentence's end."""
    text = re.sub(r"['’`´]", "", text)
    text = SOFT.sub(" , ", HARD.sub(" . ", re.sub(r"\n\s*\n", " . ", text)))
    return re.sub(r"\s+", " ", re.sub(r"[^\w\s,.]+", " ", text)).strip()


def joined(text: str) -> str:
    """Signs within words taken out: `cho-ose th.is` is `choose this`."""
    return INSIDE.sub("", text)


def spelt_out(text: str) -> list[str]:
    """What is written letter by letter: `c h o o s e` is `choose`."""
    return [re.sub(r"[\W_]", "", found.group()) for found in SPELT.finditer(text)]


def as_letters(word: str) -> tuple[str, ...]:
    """The words that one with digits and signs for letters may stand for: `f1rst`, `ch00se`."""
    bare = word.strip(".,!?;:\"'()[]{}")
    if not re.search(r"[a-z]", bare) or not re.search(r"[013457@$!|]", bare):
        return (word,)
    return tuple(dict.fromkeys(bare.translate(DIGITS | {ord("1"): one}) for one in ("i", "l")))
