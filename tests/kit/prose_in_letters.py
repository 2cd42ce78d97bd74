"""Texts of Swedish and English words and signs that have letters beside ASCII, as pupils write."""

from hypothesis import strategies as st


def _listed(words: str) -> list[str]:
    return words.split()


SWEDISH = _listed(
    "och att det som en på är av för med till den har de inte om ett men jag han hon vi så där när "
    "från skolan också år två både själv gå får någon vår sjön färgen Björn åska älg ö armé idé "
    "kafé à München Zürich Malmö Åsa Örebro Älvsbyn ÄNDÅ ÅR crème naiv måste började köpa tåget "
    "höst sommar mjölk smörgås frågar ÖVER fågel ägg"
)
ENGLISH = _listed(
    "the and of to a in is it you that he was for on are with as I his they be at one have this "
    "from or had by not but what all were we when your can said café naïve résumé fiancée crème "
    "brûlée São Zoë Brontë Beyoncé façade jalapeño über décor cliché déjà Björk Ångström Søren "
    "piñata El Niño coöperate"
)
AS_WRITTEN = (
    *("{}", "{}", "{}", "{}", "{}.", "{},", "“{}”", "”{}”", "‘{}’", "{}’s", "don’t {}", "{} –"),
    *("{}…", "«{}»", "£5 {}", "{} 20 €", "20°C {}", "§ 4 {}", "{} 2½", "{}—", "{}\xa0kr", "{}´s"),
)


def texts(words_min: int) -> st.SearchStrategy[str]:
    """Texts in one of the two languages, of so many words or more."""
    return st.sampled_from((SWEDISH, ENGLISH)).flatmap(
        lambda words: st.lists(
            st.builds(str.format, st.sampled_from(AS_WRITTEN), st.sampled_from(words)),
            min_size=words_min,
            max_size=80,
        ).map(" ".join)
    )
