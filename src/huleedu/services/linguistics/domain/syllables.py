"""Count the syllables of an English word by its spelling.

The rule: a syllable for each run of vowel letters; one less for each e that is written and not
spoken; one more where two vowels that stand together are spoken apart, and where a consonant makes
a syllable of its own; never less than one. A y before a vowel is a consonant at a word's start and
behind a vowel (yes, player), else a vowel. A word with a hyphen is counted part by part; what has
inner dots or no vowel is spelled out (e.g., TV). English speaks some words in two ways (family,
every): no rule is always right, and the tests measure this one.
"""

import re
from functools import lru_cache

_VOWELS = re.compile(r"(?:[aeiouáàâäåæéèêëíìîïóòôöøúùûü]|(?<![aeiou])(?<!^)y|y(?![aeiou]))+")

_SILENT = re.compile(
    r"""
      (?<=[^aeiou]) (?<![^aeiouylrw'’][lr]) e (?=$|['’])         # hope, but table, acre
    | (?<=[^aeiouszxcg]) (?<![cs]h) (?<![^aeiouylrw][lr]) es$    # hopes, but boxes, tables
    | (?<=[^aeioutd]) (?<![^aeiouylrw][lr]) ed$                  # hoped, but wanted, settled
    | (?<=[^r]g) ue (?=s?$) | (?<=q) ue (?=s?$)                  # league, technique, but argue
    | (?<=[^aeiou]) (?<!^r) e (?=ly$|liness|lihood|ful|less|ness)  # safely, hopeful
    | (?<=[aeiou][cdgkrstv]|nc|rc|ng|lv) e (?=ments?$)           # movement
    | (?<=[aeiouy][^aeiou]) e (?=(?:back|book|line|stone|tak|wis)[^s]*s?$|boards?$|hand$|works?$)
    | ^(?:aw|som|hom|lif|tim|els|bas|sid|saf|driv|fram|war|car) e (?=[^aeiourdnx])  # sometimes
    | ^(?:som|mor) e (?=o) | ^w?her e (?=b) | ^ther e (?=f) | ^hous e (?=[hw]) | ^for e (?=[ch])
    | ^ev e (?=ry|ning) | int e (?=rest) | ic a (?=lly$)         # every, evening, logically
    """,
    re.VERBOSE,
)

_APART = re.compile(
    r"""
      [aeou] (?=ings?$) | (?<=[^aeiou]) y (?=ing|ist|one)        # going, carrying, anyone
    | (?<![ctgsl]) i (?=a(?!ge)) | l i (?=a(?!m|r|ns?$|nt)) | [ct] i (?=at(?!iv)) | s i (?=as)
    | (?<![ctsgxhln]) (?<!hav) i (?=o) | ^(?:l|v|br) i (?=o)     # radio, curious, lion
    | i (?=u) | [^ctnl] i (?=en[ct]) | ^(?:sc|cl) i (?=en)       # stadium, audience, science
    | [cdruvx] i (?=et) | ^gi (?=a)                              # society, quiet, giant
    | [aeiouy][a-z]{0,2}[bdflmnprstvz]h? i (?=er$|est$)          # easier, happiest, healthier
    | cr e (?=at(?!ur)) | re (?=act|assu|arra|in[^gs]) | ^re (?=ali[tsz])  # create, reality
    | ^(?:id|ar|th) e (?=a(?:s?$|t|l)) | (?:rop|kor) e (?=an) | (?:cer|nucl|lin) e (?=a[lr])
    | mus e (?=um) | (?<![plg]) e (?=o) | ^[gln] e (?=o) | ^who (?=e)  # museum, video, geography
    | (?<![gq]) (?<!ers) u (?=a) | [rfd] u (?=el) | l u (?=en)  # situation, cruel, influence
    | ^r u (?=in) | [ln] u (?=i[dn]) | [tng] u (?=it[iy]) | ^su (?=ici)  # ruin, fluid
    | ^po (?=e[mt]) | ^co (?=op|ord|inc) | a (?=o) | r o (?=ic) | ^na (?=iv)  # poem, chaos
    | (?<=s) m (?=s?$) | thms?$                                  # tourism, rhythm
    | [dst] n['’]t$ | [^aeiouyw]['’](?:ll|ve)$ | (?:[sxz]|[sc]h|[cgsz]e)['’]s$  # didn't, boss's
    """,
    re.VERBOSE,
)

_OTHERWISE = {
    "business": 2, "businesses": 3, "cafe": 2, "colonel": 2, "genius": 2, "maybe": 2, "naked": 2,
    "recipe": 3, "recipes": 3, "soldier": 2, "soldiers": 2, "wednesday": 2, "wicked": 2,
}  # fmt: skip


@lru_cache(maxsize=20_000)
def syllables(word: str) -> int:
    """How many syllables the English word has, at least 1; the word in small letters."""
    return sum(_of_part(part) for part in re.split("[-‐‑]", word))


def _of_part(part: str) -> int:
    runs = len(_VOWELS.findall(part))
    if part in _OTHERWISE:
        return _OTHERWISE[part]
    if runs == 0 or "." in part:
        return sum(letter.isalpha() for letter in part)
    return max(1, runs - len(_SILENT.findall(part)) + len(_APART.findall(part)))
