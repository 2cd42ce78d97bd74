"""Whose essay it is: names in headers, file names and first lines, and when nobody can say."""

import random
import unicodedata
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huleedu.contracts.reason import Reason
from huleedu.services.classes.domain.pupils import (
    OTHERS_MAX,
    Decision,
    EssayHints,
    Match,
    NoMatch,
    RosterPupil,
    of_one_pupil,
)
from huleedu.services.classes.domain.pupils import match as match_pupils

CLASS = ["Anna Åberg", "Anna Bergström", "Björn Weiß", "Émile Sjöö"]


def match(names: Sequence[str], essays: Sequence[EssayHints]) -> dict[str, Match | NoMatch]:
    return match_pupils([RosterPupil(name) for name in names], essays)


def hints(
    name: str = "e", *, header: str = "", file: str = "essay.txt", text: str = ""
) -> EssayHints:
    return EssayHints(id=name, header_text=header, file_name=file, first_lines=text)


def who(
    essay: EssayHints, *others: EssayHints, pupils: Sequence[str] = CLASS
) -> tuple[str, str] | Reason:
    answer = match(pupils, [essay, *others])[essay.id]
    return (answer.pupil, answer.how) if isinstance(answer, Match) else answer.reason


@pytest.mark.parametrize(
    "header",
    [
        "Anna Åberg",
        "ÅBERG, ANNA   9B\t2026-10-14",
        "Engelska 6 – Anna Maria Åberg – sida 1 av 2",
        unicodedata.normalize("NFD", "Anna Åberg"),
        "anna aberg",
        "Aberg Anna",
    ],
)
def test_a_header_names_its_pupil(header: str) -> None:
    assert who(hints(header=header)) == ("Anna Åberg", "header")


@pytest.mark.parametrize(
    "file",
    [
        "Anna Åberg.docx",
        "åberg_anna_essay2.pdf",
        "AnnaÅberg.txt",
        "annaaberg final.txt",
        "ÅbergAnna.odt",
        unicodedata.normalize("NFD", "Anna Åberg.txt"),
        unicodedata.normalize("NFD", "AnnaÅberg.txt"),
        "Aberg Anna (1).txt",
        "noExtension Anna Åberg",
    ],
)
def test_a_file_name_names_its_pupil(file: str) -> None:
    assert who(hints(file=file)) == ("Anna Åberg", "file name")


@pytest.mark.parametrize(
    "text",
    [
        "Anna Åberg\n\nMy life",
        "Name: Anna Åberg, 9B\nMy life",
        "My life\nav Anna Åberg",
        "Åberg, Anna",
    ],
)
def test_a_line_with_nothing_but_a_name_names_its_pupil(text: str) -> None:
    assert who(hints(text=text)) == ("Anna Åberg", "text")


@pytest.mark.parametrize(
    "file",
    [
        "linderothmaja_12345_678910_Essay.docx",
        "linderothmaja_LATE_12345_678910_Anna Åberg talar.docx",
        "Maja Linderoth_1234567_assignsubmission_file_essay.docx",
        "9B/Maja Linderoth_1234567_assignsubmission_file/essay.docx",
        "Maja Linderoth - Min sommar med Olle.docx",
        "inlämningar.zip/Linderoth, Maja/Version 2/text.docx",
        "maja.linderoth@skola.se.docx",
        "Min sommar maja linderot.txt",
        "Majken Linderoth.txt",
    ],
)
def test_a_platforms_file_name_names_its_pupil(file: str) -> None:
    pupils = ["Anna Åberg", "Maja Sofia Linderoth", "Olle Ek"]
    found = match_pupils(
        [RosterPupil(pupils[0]), RosterPupil(pupils[1], called="Majken"), RosterPupil(pupils[2])],
        [hints(file=file)],
    )["e"]
    assert isinstance(found, Match)
    assert found.pupil == pupils[1]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Annika Westin", "Anna Westin"),
        ("William Hart", "Bill Hart"),
        ("Karl Olof Ek", "Olof Ek"),
        ("Maria Garcia Vega", "Maria Garcia"),
        ("Jens von Rosen", "rosen jens"),
        ("Carl af Geijerstam", "Carl Geijerstam"),
        ("Björn Öst", "Bjoern Oest"),
        ("Noor Al Masri", "almasri noor"),
    ],
)
def test_a_name_is_known_as_people_write_it(name: str, said: str) -> None:
    assert who(hints(header=said), pupils=["Ola Ny", name]) == (name, "header")


def test_an_id_or_an_address_names_its_pupil() -> None:
    pupils = [
        RosterPupil("Anna Berg", ids=("48213",)),
        RosterPupil("Anna Berg", email="anna.berg2@skola.se"),
        RosterPupil("K7M"),
    ]
    found = match_pupils(
        pupils,
        [
            hints("1", file="berganna_48213_99812_text.docx"),
            hints("2", header="Anna.Berg2@skola.se"),
            hints("3", file="K7M.txt"),
        ],
    )
    assert [one.guesses[0].pupil for one in found.values()] == [0, 1, 2]
    assert [isinstance(one, Match) for one in found.values()] == [True, True, True]


def test_two_who_are_called_alike_are_asked_about() -> None:
    assert isinstance(match(["Annika Ek", "Anna Lo"], [hints(file="Anna.txt")])["e"], NoMatch)
    assert isinstance(match(["Åsa Ek", "Asa Lo"], [hints(file="Asa.txt")])["e"], NoMatch)


def test_several_names_in_one_place_are_asked_about() -> None:
    answer = match(["Anna Lo", "Bo Ek"], [hints(header="Anna Lo och Bo Ek")])["e"]
    assert answer == NoMatch(
        Reason("one_of_several", {"names": ("Anna Lo", "Bo Ek")}), answer.guesses
    )


def test_a_name_in_two_halves_is_put_together() -> None:
    pupils = ["Anna Lo", "Anna Ek", "Bo Lo"]
    assert who(hints(header="Anna", file="Lo.docx"), pupils=pupils) == ("Anna Lo", "header")


def test_the_last_that_is_left_is_shown_and_not_taken() -> None:
    found = match(["Anna Lo", "Bo Ek"], [hints("1", file="Anna Lo.txt"), hints("2", file="x.txt")])
    assert isinstance(found["2"], NoMatch)
    assert [(guess.pupil, guess.why) for guess in found["2"].guesses] == [(1, "only_one_left")]


def test_a_decision_stands_and_settles_others() -> None:
    pupils = [RosterPupil(name) for name in ("Anna Lo", "Anna Ek")]
    one, other = hints("1", file="Anna.txt"), hints("2", file="Anna (2).txt")
    assert all(isinstance(each, NoMatch) for each in match_pupils(pupils, [one, other]).values())
    found = match_pupils(pupils, [one, other], {"1": Decision((0,))})
    assert told(found) == {"2": "Anna Ek"}


def test_found_words_are_told_where_they_stand() -> None:
    [guess] = match(["Anna Lo"], [hints(header="9B  Lo, Anna")])["e"].guesses
    assert (guess.how, guess.words) == ("header", ((4, 6), (8, 12)))


@pytest.mark.parametrize(
    "text", ["My best friend is Anna Åberg.", "Anna Åberg and Björn Weiß went home"]
)
def test_a_text_that_speaks_of_a_pupil_is_not_by_that_pupil(text: str) -> None:
    assert who(hints(text=text)) == (Reason("no_name_found"))


def test_of_places_that_name_different_pupils_none_is_believed_in_silence() -> None:
    essay = hints(header="Björn Weiß", file="Anna Åberg.docx", text="Émile Sjöö\n")
    answer = match(CLASS, [essay])["e"]
    assert isinstance(answer, NoMatch)
    assert answer.reason.code == "one_of_several"
    assert [CLASS[guess.pupil] for guess in answer.guesses] == [
        "Björn Weiß",
        "Anna Åberg",
        "Émile Sjöö",
    ]


def test_a_sharp_s_may_be_written_as_two() -> None:
    assert who(hints(file="bjorn weiss.txt")) == ("Björn Weiß", "file name")


def test_a_given_name_alone_is_enough_if_there_is_only_one() -> None:
    assert who(hints(file="björn.txt")) == ("Björn Weiß", "file name")
    assert who(hints(header="Sjöö 9B")) == ("Émile Sjöö", "header")


def test_an_initial_tells_two_annas_apart() -> None:
    assert who(hints(file="Anna B, uppsats 2.docx")) == ("Anna Bergström", "file name")
    assert who(hints(header="Anna Å 9B")) == ("Anna Åberg", "header")


def test_an_initial_that_fits_nobody_names_nobody() -> None:
    said = Reason("name_among_others", {"names": ("Anna Bergström", "Anna Åberg")})
    assert who(hints(file="Anna C.docx")) == said
    assert who(hints(text="Anna")) == said


def test_of_two_annas_neither_is_chosen() -> None:
    assert who(hints(file="Anna.txt")) == Reason(
        "one_of_several", {"names": ("Anna Bergström", "Anna Åberg")}
    )


def test_of_two_annas_the_one_whose_essay_is_known_is_ruled_out() -> None:
    known = hints("other", header="Anna Åberg")
    assert who(hints(file="Anna.txt"), known) == ("Anna Bergström", "file name")


def test_two_essays_of_one_name_are_both_left_to_the_teacher() -> None:
    one, other = hints("1", header="Anna Åberg"), hints("2", header="Anna Åberg")
    said = Reason("named_twice", {"names": ("Anna Åberg",)})
    assert (who(one, other), who(other, one)) == (said, said)


def test_a_weaker_claim_gives_way_and_says_so() -> None:
    clear, weak = hints("1", header="Anna Åberg"), hints("2", file="Åberg.txt")
    assert who(clear, weak) == ("Anna Åberg", "header")
    assert who(weak, clear) == Reason("named_more_clearly", {"names": ("Anna Åberg",)})


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Hanna Berg", "Anna Berg.txt"),
        ("Erik Karlsson", "Erik Carlsson.txt"),
        ("Bo Ek", "Bo Eks.txt"),
    ],
)
def test_another_name_is_not_taken_for_a_slip_of_the_pen(name: str, file: str) -> None:
    answer = match([name], [hints(file=file, header=file)])["e"]
    assert isinstance(answer, NoMatch)


def test_a_slip_in_a_long_name_is_forgiven() -> None:
    found = match(["Mattias Andersson"], [hints(header="Mattias Anderson")])["e"]
    assert isinstance(found, Match)
    assert found.score > 90


def test_names_of_many_parts_need_their_first_and_last() -> None:
    pupils = ["Maria del Carmen García López", "Jens von der Straße"]
    assert who(hints(header="Maria López"), pupils=pupils) == (pupils[0], "header")
    found = who(hints(header="von der Strasse, Jens"), pupils=pupils)
    assert found == (pupils[1], "header")


def test_without_a_class_list_nobody_is_named() -> None:
    assert match([], [hints(header="Anna")]) == {"e": NoMatch(Reason("no_class_list"))}


def test_a_whole_class_finds_its_pupils() -> None:
    given = ("Åsa", "Bo", "Elif", "Göran", "Hanna", "Ingrid", "Jörg", "Karin")
    last = ("Öst", "Norr", "Syd", "Väst", "Ås")
    pupils = [f"{one} {two}" for one in given for two in last]
    essays = [hints(str(n), file=f"{name}.txt") for n, name in enumerate(pupils)]
    found = match(pupils, essays)
    assert [getattr(found[str(n)], "pupil", None) for n in range(40)] == pupils


NAMES = st.lists(
    st.builds(
        "{} {}".format,
        st.sampled_from(["Anna", "Hanna", "Björn", "Åsa", "Asa", "Bo"]),
        st.sampled_from(["Berg", "Åberg", "Öberg", "Oberg", "Ek", "Weiß"]),
    ),
    min_size=1,
    max_size=6,
)


@given(pupils=NAMES, headers=NAMES, files=NAMES)
def test_no_pupil_gets_two_essays_and_every_essay_an_answer(
    pupils: list[str], headers: list[str], files: list[str]
) -> None:
    essays = [
        hints(str(n), header=header.split()[n % 2], file=file)
        for n, (header, file) in enumerate(zip(headers, files, strict=False))
    ]
    found = match([*dict.fromkeys(pupils)], essays)
    assert set(found) == {essay.id for essay in essays}
    named = [answer.pupil for answer in found.values() if isinstance(answer, Match)]
    assert len(named) == len(set(named))


def told(found: dict[str, Match | NoMatch]) -> dict[str, str]:
    return {key: one.pupil if isinstance(one, Match) else "" for key, one in found.items()}


@given(pupils=NAMES, order=st.integers())
def test_the_order_of_the_files_changes_nothing(pupils: list[str], order: int) -> None:
    essays = [hints(str(n), header=name) for n, name in enumerate(pupils)]
    roster = [*dict.fromkeys(pupils)]
    shuffled = sorted(essays, key=lambda essay: hash((essay.header_text, order)))
    assert told(match(roster, essays)) == told(match(roster[::-1], shuffled))


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_any_text_gets_an_answer(header: str, file: str, text: str) -> None:
    assert match(CLASS, [hints(header=header, file=file, text=text)])["e"]


def test_a_whole_school_finds_its_essays() -> None:
    dice = random.Random(7)
    firsts = ["".join(dice.choice("abdefiklmnorstuv") for _ in range(6)) for _ in range(120)]
    lasts = ["".join(dice.choice("abdefiklmnorstuv") for _ in range(9)) for _ in range(240)]
    pupils = sorted({f"{dice.choice(firsts)} {dice.choice(lasts)}" for _ in range(3000)})
    essays = [EssayHints(str(n), "", f"{pupil}.txt", "") for n, pupil in enumerate(pupils)]
    found = match(pupils, essays)
    named = [found[str(n)] for n in range(len(pupils))]
    right = sum(isinstance(m, Match) and m.pupil == p for m, p in zip(named, pupils, strict=True))
    assert right > 0.9 * len(pupils)


def test_of_several_texts_of_a_pupil_each_is_told_the_others() -> None:
    pupils = [RosterPupil("Anna Ek", id="a"), RosterPupil("Bo By", id="b")]
    essays = [hints(each, header="Anna Ek") for each in "12"] + [hints("3", header="Bo By")]
    answers = match_pupils(pupils, essays)
    assert of_one_pupil(answers, {}) == {"1": ("2",), "2": ("1",)}
    decided = {"1": Decision((0, 1)), "2": Decision(())}
    answers = match_pupils(pupils, essays, decided)
    assert of_one_pupil(answers, decided) == {"1": ("3",), "3": ("1",)}, "Bo's is named, too"
    assert not of_one_pupil(match_pupils(pupils, essays[1:]), {})


def test_of_very_many_texts_of_a_pupil_some_are_told() -> None:
    decided = {str(at): Decision((0,)) for at in range(400)}
    others = of_one_pupil({}, decided)
    assert len(others) == 400
    assert {len(some) for some in others.values()} == {OTHERS_MAX}
    assert all(essay not in some for essay, some in others.items())
