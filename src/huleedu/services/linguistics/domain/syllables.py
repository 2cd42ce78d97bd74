"""Count the syllables of an English word by its spelling.

The rule: a syllable for each run of vowel letters; one less for each e that is written and not
spoken; one more where two vowels that stand together are spoken apart, and where a consonant makes
a syllable of its own; never less than one. A y before a vowel is a consonant at a word's start and
behind a vowel (yes, player), else a vowel. A word with a hyphen is counted part by part. Common
words that break the rule are listed. English speaks some words in two ways (family, every): no
rule is always right, and the tests measure this one.
"""

import re
from functools import lru_cache

_VOWELS = re.compile(r"(?:[aeiouáàâäåæéèêëíìîïóòôöøúùûü]|(?<![aeiou])(?<!^)y|y(?![aeiou]))+")

_SILENT = re.compile(
    r"""
      (?<=[^aeiou]) (?<![^aeiouylrw][lr]) e$                     # hope, but table, acre
    | (?<=[^aeiouszxcg]) (?<![cs]h) (?<![^aeiouylrw][lr]) es$    # hopes, but boxes, tables
    | (?<=[^aeioutd]) (?<![^aeiouylrw][lr]) ed$                  # hoped, but wanted, settled
    | (?<=[^aeiou]) (?<!^r) e (?=ly$|ful|less|ness)              # safely, hopeful, homeless
    | (?<=[aeiou][cdgkrstv]) e (?=ments?$)                       # movement
    | ^(?:som|hom|lif|tim|els|bas|sid|saf) e (?=[^aeiour])       # sometimes, homework
    | ^(?:ther|wher|mor) e (?=[abfouv]) | ^hous e (?=[hw]) | ^for e (?=[chv])
    | ^ev e (?=ry|ning) | ^int e (?=rest)                        # every, evening, interest
    """,
    re.VERBOSE,
)

_APART = re.compile(
    r"""
      [aeou] (?=ings?$) | (?<=[^aeiou]) y (?=ing|ist)            # going, carrying
    | (?<![ctgs]) i (?=a(?!ge)) | [ct] i (?=at)                  # media, associate
    | (?<![ctsgxhln]) i (?=o) | ^(?:l|v|br) i (?=o)              # radio, curious, lion
    | i (?=u) | (?<![ct]) i (?=en[ct]) | ^sci (?=en)             # stadium, audience, science
    | (?<=[cdurx]) i (?=et)                                      # society, quiet
    | [aeiouy][a-z]? [bdflmnprstvz] i (?=er$|est$)               # easier, happiest
    | cr e (?=at(?!ur)) | ^re (?=act|alit|alis) | ^(?:id|ar|th) e (?=a(?:s?$|t|l))  # create, idea
    | (?:rop|kor) e (?=an) | (?:cer|nucl) e (?=a[lr]) | mus e (?=um)
    | (?<![plg]) e (?=o) | ^[gln] e (?=o)                        # video, geography
    | (?<![gqs]) u (?=a) | [rfd] u (?=el) | l u (?=en)           # situation, cruel, influence
    | ^r u (?=in) | [ln] u (?=i[dn]) | t u (?=it) | ^su (?=ici)  # ruin, fluid
    | ^po (?=e[mt]) | ^co (?=op|ord|in) | a (?=o) | r o (?=ic)   # poem, chaos
    | (?<=s) m$ | thm$ | [dst] n['’]t$                           # tourism, rhythm, didn't
    """,
    re.VERBOSE,
)


@lru_cache(maxsize=50_000)
def syllables(word: str) -> int:
    """How many syllables the English word has, at least 1; the word in small letters."""
    return sum(max(1, _of_part(part)) for part in re.split("[-‐‑]", word) if part) or 1


def _of_part(part: str) -> int:
    runs = len(_VOWELS.findall(part))
    return runs - len(_SILENT.findall(part)) + len(_APART.findall(part))
