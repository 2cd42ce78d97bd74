"""Find the words that join thoughts: and, however, because, then; och, däremot, eftersom, sedan.

The four kinds are those of Halliday, M. A. K. & Hasan, R. (1976). Cohesion in English. London:
Longman (additive, adversative, causal, temporal), which Hellspong, L. & Ledin, P. (1997). Vägar
genom texten. Lund: Studentlitteratur, use for Swedish. Nobody reads the text: each form has the
kind that it mostly has, and forms that mostly join nothing (as, for, that; för, som, om) are left
out. Of forms that begin at the same word the longest counts, and a word counts once.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Literal

Kind = Literal["additive", "adversative", "causal", "temporal"]

CONNECTIVES: dict[Literal["en", "sv"], dict[Kind, str]] = {
    "en": {
        "additive": """
            and, also, besides, furthermore, moreover, in addition, additionally, as well,
            as well as, likewise, similarly, in the same way, equally, or, nor, either, neither,
            both, not only, but also, for example, e.g., e.g, for instance, such as, namely,
            in particular, that is, i.e., i.e, in other words, in fact, above all, what is more
        """,
        "adversative": """
            but, however, yet, although, though, even though, even if, nevertheless, nonetheless,
            still, whereas, while, in contrast, by contrast, in comparison, on the contrary,
            on the other hand, on the one hand, conversely, despite, in spite of, instead,
            instead of, rather than, otherwise, unless, except, anyway, regardless, unlike,
            even so, after all
        """,
        "causal": """
            because, because of, since, so, so that, so as to, therefore, thus, hence, consequently,
            as a result, as a result of, as a consequence, accordingly, for this reason,
            for that reason, that is why, this is why, which is why, due to, owing to, thanks to,
            in order to, in order that, given that, in conclusion
        """,
        "temporal": """
            then, when, whenever, before, after, afterwards, afterward, later, later on, until,
            till, first, firstly, first of all, secondly, thirdly, next, finally,
            lastly, at last, at first, in the end, eventually, meanwhile, in the meantime,
            at the same time, soon, as soon as, as long as, previously, earlier,
            suddenly, to begin with, to start with, by then, until then, by the time,
            from then on, after that, before that, after a while, now that, in the beginning
        """,
    },
    "sv": {
        "additive": """
            och, samt, också, även, dessutom, likaså, likaledes, liksom, såväl, såväl som, både,
            vidare, eller, antingen, varken, vare sig, inte bara, utan också, utan även, därtill,
            därutöver, förutom, till exempel, t.ex., t.ex, tex, exempelvis, bland annat, bl.a.,
            bl.a, det vill säga, dvs, d.v.s., d.v.s, nämligen, på samma sätt, i synnerhet,
            framför allt, framförallt, med andra ord, i själva verket, för övrigt
        """,
        "adversative": """
            men, dock, däremot, emellertid, ändå, trots, trots att, trots allt, trots detta,
            fastän, fast, även om, medan, istället, i stället, istället för, i stället för,
            å ena sidan, å andra sidan, tvärtom, i motsats till, till skillnad från, ändock, likväl,
            icke desto mindre, visserligen, annars, oavsett, såvida, snarare, samtidigt som
        """,
        "causal": """
            därför, därför att, eftersom, på grund av, p.g.a., p.g.a, pga, så, så att, alltså,
            således, därmed, följaktligen, därav, på så sätt, på så vis, för att,
            av den anledningen, av detta skäl, av den orsaken, till följd av, som en följd av,
            tack vare, i och med att, i och med, det är därför, nu när, sammanfattningsvis
        """,
        "temporal": """
            då, när, sedan, sen, innan, efter att, efteråt, därefter, senare, först, för det första,
            för det andra, för det tredje, till att börja med, slutligen, till slut, till sist,
            äntligen, samtidigt, under tiden, till dess, tills, förrän, så fort, så snart,
            så länge, så småningom, plötsligt, snart, efter ett tag, efter det, innan dess,
            dessförinnan, tidigare, numera, i början, i slutet, från och med då, härnäst
        """,
    },
}
"""Language → kind → the connectives in small letters, with commas between."""


def _by_first_word(kinds: dict[Kind, str]) -> dict[str, list[tuple[tuple[str, ...], Kind]]]:
    """First word → the connectives that begin with it and their kind, the longest first."""
    found: defaultdict[str, list[tuple[tuple[str, ...], Kind]]] = defaultdict(list)
    for kind, listed in kinds.items():
        for connective in listed.split(","):
            words = tuple(connective.split())
            found[words[0]].append((words, kind))
    return {first: sorted(forms, key=lambda form: -len(form[0])) for first, forms in found.items()}


_STARTS = {language: _by_first_word(kinds) for language, kinds in CONNECTIVES.items()}


def count_connectives(
    sentences: Iterable[Sequence[str]], language: Literal["en", "sv"]
) -> Counter[Kind]:
    """How many connectives of each kind stand in the sentences, given as words in small letters."""
    starts = _STARTS[language]
    counts: Counter[Kind] = Counter()
    for words in sentences:
        free = 0
        for at, word in enumerate(words):
            if at < free or word not in starts:
                continue
            for form, kind in starts[word]:
                if len(form) == 1 or tuple(words[at : at + len(form)]) == form:
                    counts[kind] += 1
                    free = at + len(form)
                    break
    return counts
