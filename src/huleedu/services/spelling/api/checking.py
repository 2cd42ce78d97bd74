"""Check a text's spelling, or look for what one word meant; loads what knows dictionaries."""

from huleedu.services.spelling.domain import Language, Misspelling, OtherLanguage, Spelling
from huleedu.services.spelling.domain.checking import check, warm
from huleedu.services.spelling.domain.letters import plain
from huleedu.services.spelling.domain.lexicon import Lexicon, lexicon
from huleedu.services.spelling.domain.suggestions import meant_by

__all__ = [
    "Language",
    "Lexicon",
    "Misspelling",
    "OtherLanguage",
    "Spelling",
    "check",
    "lexicon",
    "meant_by",
    "plain",
    "warm",
]
