"""The words that stand beside names, or are taken for names: labels, titles, months, places."""


def listed(words: str) -> frozenset[str]:
    """A list's words: here all in small letters without accents."""
    return frozenset(words.split())


NAME_LABELS = listed("""
    and author av basta best by din ditt elev end forfattare fran from halsning halsningar kind
    kram kramar love med mvh name namn och pupil puss regards sincerely skriven skrivet skrivit
    slut student the truly vanlig vanliga warm written your yours
""")
"""Beside these a name stands."""

LABELS = NAME_LABELS | listed("""
    ak amne antal apr april argumentation argumenterande arskurs assignment aug august augusti
    berattelse betyg class count course date datum dec december den en eng engelska english
    essay exam feb februari february fredag friday grade group grupp ht i in insandare jan
    januari january jul juli july jun june juni klass kronika kurs larar larare lordag ma maj
    mandag mar march mars may monday nationella nd nov novell november oct october of okt
    oktober onsdag ord page prov rapport rd recension report review saturday school sep
    september short sida skola skolan sondag st story subject sunday sv sva svenska swedish tal
    task teacher term test text th thursday tisdag torsdag tuesday uppgift uppsats v vt
    wednesday word words year
""")
"""What else a head tells."""

CLASS_LABELS = listed("""
    ak arskurs class course en eng engelska english grade group grupp klass kurs ma page sida sv
    sva svenska swedish year
""")
"""Beside a number these are a class or a page."""

TITLES = listed("""
    and captain coach dear dr familj familjen family froken fru hallo hej hello herr hi i kara
    magister miss mr mrs ms mx och professor sir the
""")
"""With a capital before a name, and no name themselves."""

NO_SURNAMES = listed("""
    april august december english february friday god i january july june march may monday
    november october saturday september sunday swedish thursday tuesday wednesday
""")
"""With a capital behind a given name, and no surname."""

PARTICLES = listed("""
    abu af al ben bin da de del della den der di dos du el ibn la le mac mc st ter van von zu
""")
"""Parts of a name that name nobody."""

CALENDAR = listed("""
    april august augusti january juli june juni maj may september
""")

CALENDAR_AND_PLACES = CALENDAR | listed("""
    asia austin berlin carolina charlotte chelsea china cuba dakota dallas england florence
    france georgia holland houston india ireland israel jackson jordan kenya lincoln london
    lourdes madison malta milan paris roma santiago savannah scotland spain sydney verona
    victoria virginia washington york
""")
"""Names that are written with a capital also where they name a month or a place."""
