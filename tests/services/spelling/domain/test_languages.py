"""The language is found by the text, also in short, mixed and badly spelled ones."""

import pytest

from huleedu.services.spelling.domain import Language, OtherLanguage, Spelling
from huleedu.services.spelling.domain.checking import check

NOBODY = frozenset[str]()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I like dogs.", "en"),
        ("Jag gillar hundar.", "sv"),
        ("My best freind and me we was going too the libary yesturday becuase it rain.", "en"),
        ("Min besta kompiss å jag gik til bibloteket igor for att de regnade mycke.", "sv"),
        ("Hej! Jag heter Anna. “I have a dream”, sa Martin Luther King en gång.", "sv"),
        ("The Swedish word “lagom” means not too much. Det är lagom, we say.", "en"),
    ],
)
def test_the_language_is_found(text: str, language: Language) -> None:
    found = check(text, "auto", NOBODY)
    assert isinstance(found, Spelling)
    assert found.language == language
    assert found.language_share > 0.5


@pytest.mark.parametrize(
    "text",
    [
        (
            "Gestern bin ich mit meiner Mutter in die Stadt gegangen, weil wir neue Schuhe kaufen "
            "wollten, aber das Geschäft war leider schon geschlossen."
        ),
        (
            "Hier je suis allé en ville avec ma mère parce que nous voulions acheter des "
            "chaussures, mais le magasin était déjà fermé."
        ),
        (
            "I går var jeg i byen sammen med min mor, fordi vi ville købe nogle nye sko, men "
            "butikken var desværre lukket, og så gik vi hjem igen uden at have fået noget."
        ),
        "Ayer fui a la ciudad con mi madre porque queríamos comprar zapatos nuevos.",
        "Eilen menin kaupunkiin äitini kanssa, koska halusimme ostaa uudet kengät ja takin.",
        "Det var en gang en liten pige som boede i en lille hus ved skoven",
        (
            "Eg heiter Kari og eg bur i ei lita bygd saman med mor mi og far min og broren min, og "
            "vi har ein hund og to kattar som eg er glad i."
        ),
        "Jeg bor i København sammen med min mor og min far.",
        "Vi har en hund, og den hedder Max, og den er meget glad.",
        "Hun spiller fodbold hver dag og har mange venner.",
        "Hva gjorde du i helgen? Jeg var hjemme og leste en bok.",
        "Dei reiste heim om kvelden fordi dei ikkje hadde meir mat att.",
        "Вчера я ходил в город с мамой, потому что мы хотели купить новые ботинки и куртку.",
    ],
)
def test_another_language_is_said_and_not_checked(text: str) -> None:
    assert isinstance(check(text, "auto", NOBODY), OtherLanguage)


@pytest.mark.parametrize("text", ["Я люблю читать книги.", "我喜欢读书。", "أحب القراءة", "Γεια"])
def test_another_alphabet_is_another_language_however_short(text: str) -> None:
    assert isinstance(check(text, "auto", NOBODY), OtherLanguage)


def test_a_language_that_is_given_is_used_whatever_the_text_is() -> None:
    found = check("Jag gillar hundar och katter.", "en", NOBODY)
    assert isinstance(found, Spelling)
    assert (found.language, found.language_share < 0.5) == ("en", True)


@pytest.mark.parametrize("text", ["", " \n", "123 456", "…"])
def test_a_text_without_words_has_no_misspellings(text: str) -> None:
    assert check(text, "auto", NOBODY) == Spelling("en", 0.0, 0, [], [])


def test_the_text_of_one_word_is_checked() -> None:
    found = check("definately", "auto", NOBODY)
    assert isinstance(found, Spelling)
    assert [m.suggestions[0] for m in found.misspellings] == ["definitely"]
