"""Each rule finds what it is there for, and leaves alone what is right."""

import pytest

from huleedu.contracts.spelling import REMARK_RULES
from huleedu.kit.prose import read
from huleedu.services.spelling.domain import Language
from huleedu.services.spelling.domain.remarks.rules import RULES, remark_on


def remarks(language: Language, text: str) -> list[tuple[str, str, str]]:
    found = remark_on(read(text), language)
    assert all(0 <= remark.start < remark.end <= len(text) for remark in found)
    return [(remark.rule, text[remark.start : remark.end], remark.better) for remark in found]


WRONG = [
    ("en", "could_of", "You could of told me.", "of", "have"),
    ("en", "could_of", "She shouldn't of gone there.", "of", "have"),
    ("en", "there_is", "Their is a bus at nine.", "Their", "There"),
    ("en", "their_own", "There dog is called Max.", "There", "Their"),
    ("en", "their_own", "They did it on they're own.", "they're", "their"),
    ("en", "they_are", "I think their going home.", "their", "they're"),
    ("en", "they_are", "We left because their late.", "their", "they're"),
    ("en", "its_own", "The cat hurt it's tail.", "it's", "its"),
    ("en", "it_is", "Its a nice day.", "Its", "It's"),
    ("en", "it_is", "I know its raining because its going dark.", "its", "it's"),
    ("en", "your_own", "Is that you're house?", "you're", "your"),
    ("en", "you_are", "I hope your going to the party.", "your", "you're"),
    ("en", "you_are", "Your welcome.", "Your", "You're"),
    ("en", "than", "He is taller then me.", "then", "than"),
    ("en", "than", "I like tea more then coffee, and you more then him.", "then", "than"),
    ("en", "too_much", "He is to tired to play.", "to", "too"),
    ("en", "too_much", "We ate to much.", "to", "too"),
    ("en", "article", "He ate a apple.", "a", "an"),
    ("en", "article", "She is an teacher at an university.", "an", "a"),
    ("en", "article", "A hour later it was over.", "A", "An"),
    ("en", "he_does_not", "He don't like it.", "don't", "doesn't"),
    ("en", "we_were", "We was late.", "was", "were"),
    ("en", "we_were_not", "They wasn't there.", "wasn't", "weren't"),
    ("en", "lone_i", "Then i went home.", "i", "I"),
    ("en", "lone_i", "My dog and i'm happy.", "i'm", "I'm"),
    ("en", "day_or_month", "We met on monday in july.", "monday", "Monday"),
    ("en", "small_start", "We went home. then it rained.", "then", "Then"),
    ("en", "small_start", "my name is Anna. I am ten.", "my", "My"),
    ("en", "doubled", "He went to the the shop.", "the the", "the"),
    ("sv", "sin", "Jag tog sin cykel till skolan.", "sin", "min"),
    ("sv", "de", "Jag tror att dem är sena.", "dem", "de"),
    ("sv", "de", "Dem bor i Malmö.", "Dem", "De"),
    ("sv", "dem", "Vi åkte dit med de.", "de", "dem"),
    ("sv", "var", "Vet du vart han bor?", "vart", "var"),
    ("sv", "var", "Vart är min bok?", "Vart", "Var"),
    ("sv", "innan", "Jag åt före jag gick hem.", "före", "innan"),
    ("sv", "en_or_ett", "Vi bor i en hus vid havet.", "en", "ett"),
    ("sv", "en_or_ett", "Det var mitt bok.", "mitt", "min"),
    ("sv", "apart", "På mitt sommar lov badade vi.", "sommar lov", "sommarlov"),
    ("sv", "apart", "Det var jätte bra.", "jätte bra", "jättebra"),
    ("sv", "needless_capital", "Vi reser i Juli varje år.", "Juli", "juli"),
    ("sv", "needless_capital", "Jag läser Engelska i skolan.", "Engelska", "engelska"),
    ("sv", "small_start", "Vi åkte hem. sedan regnade det.", "sedan", "Sedan"),
    ("sv", "doubled", "Han gick till till skolan.", "till till", "till"),
]


@pytest.mark.parametrize(("language", "rule", "text", "found", "better"), WRONG)
def test_a_rule_finds_what_it_is_there_for(
    language: Language, rule: str, text: str, found: str, better: str
) -> None:
    assert (rule, found, better) in remarks(language, text)


def test_others_are_told_of_every_rule_and_no_other() -> None:
    told = {(language, code) for language in REMARK_RULES for code in REMARK_RULES[language]}
    assert {(rule.language, rule.code) for rule in RULES} == told


def test_no_rule_is_without_an_example() -> None:
    assert {(rule.language, rule.code) for rule in RULES} == {(w[0], w[1]) for w in WRONG}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Of course you could, of course. I could of course be wrong."),
        ("en", "There are friends there. Their friends are there too, and there is more."),
        ("en", "There is a house. Over there, houses are cheap. Is there school tomorrow?"),
        ("en", "Its tail is long. It's a cat and it's not its own fault."),
        ("en", "Your going-away party was fun. You're right, and your right hand hurts."),
        ("en", "It got better, then it rained. First older, then younger. More then, less now."),
        ("en", "We used to much prefer it. I went to early classes and spoke to many people."),
        (
            "en",
            "An hour, a university, an honest man, a European, a one-way street, an MP, a US team.",
        ),
        ("en", "I got an A in maths and a B in art. Plan A is best. It is a yellow house."),
        ("en", "He doesn't know. We were late. If it was me, they were there."),
        ("en", "i) first ii) second. The march of the penguins may be long."),
        ("en", "He had had enough, and I know that that is true. Very very good."),
        ("en", "I asked Mr. smith. She has an iPhone. e.g. this."),
        ("sv", "De är här. Jag såg dem. Jag gav det till dem, och för de flesta är det bra."),
        ("sv", "Vart ska du gå? Var bor du? Jag vet inte vart han gick."),
        ("sv", "Före jul åkte vi. Innan jag gick åt jag."),
        ("sv", "Ett hus, en bok, min bok, mitt hus, någon annan, något annat, en svensk lärare."),
        ("sv", "Vi har sommarlov. En jätte bodde där. Han har en katt och en hund som leker."),
        ("sv", "Svenska Akademien och Röda Korset. I juli. Torsdagen den 3 mars. Hon heter Maj."),
        ("sv", "Det är det bästa. Vad det är är svårt att säga."),
    ],
)
def test_what_is_right_gets_no_remark(language: Language, text: str) -> None:
    assert remarks(language, text) == []


def test_remarks_come_in_the_texts_order_and_two_may_lie_on_one_word() -> None:
    found = remark_on(read("their is a apple. their is one."), "en")
    assert [(remark.start, remark.rule) for remark in found] == [
        (0, "there_is"), (0, "small_start"), (9, "article"),
        (18, "there_is"), (18, "small_start"),
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "sv"])
def test_any_text_will_do(language: Language) -> None:
    for text in ("", " ", "i", "de .", "a", "jätte", "then then", "\ufffc", "a\u0301 apple"):
        remarks(language, text)
