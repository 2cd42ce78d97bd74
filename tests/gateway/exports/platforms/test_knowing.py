"""A row is somebody's only if nothing speaks against it."""

import msgspec
from tests.gateway.exports.platforms.pupils import ANNA, BO, CILLA, facts_of
from tests.gateway.exports.reports import essay_id

from huleedu.gateway.exports.facts import PupilTaken
from huleedu.gateway.exports.platforms.knowing import (
    PlatformRow,
    grade_of,
    known_rows,
    plain,
    undecided,
)

PUPILS = (ANNA, BO, CILLA)
NO_OWN = ("", "", "")


def known(*rows: PlatformRow, pupils: tuple[PupilTaken, ...] = PUPILS) -> dict[int, str]:
    own = [pupil.canvas_id for pupil in pupils]
    return {number: pupil.name for number, pupil in known_rows(rows, pupils, own).items()}


def test_ids_e_mail_and_a_name_however_it_is_written_tell_who_it_is() -> None:
    assert known(
        PlatformRow(1, "", {"S1001"}, "somebody"),
        PlatformRow(2, "", {"BO@skola.se"}, ""),
        PlatformRow(3, "", set(), "Öst, Cilla"),
    ) == {1: "Anna Åberg", 2: "Bo Ek", 3: "Cilla Öst"}


def test_where_id_and_name_speak_of_two_it_is_nobodys() -> None:
    assert known(PlatformRow(1, "", {"s1001"}, "Bo Ek")) == {}
    assert known(PlatformRow(1, "", {"s1001", "s1002"}, "x")) == {}
    assert known(PlatformRow(1, "", {"s1001", "s1002"}, "Bo Ek")) == {1: "Bo Ek"}, (
        "the name decides"
    )


def test_what_the_platform_itself_wrote_decides_over_ids_of_others() -> None:
    anna = msgspec.structs.replace(ANNA, canvas_id="77")
    bo = msgspec.structs.replace(BO, ids=("77",))
    assert known(PlatformRow(1, "77", set(), "A. Å."), pupils=(anna, bo)) == {1: "Anna Åberg"}


def test_two_of_one_name_are_told_apart_by_ids_or_not_at_all() -> None:
    twin = PupilTaken(name="Anna Åberg", ids=("s9",))
    rows = (PlatformRow(1, "", set(), "Anna Åberg"), PlatformRow(2, "", {"s9"}, "Anna Åberg"))
    assert known(*rows, pupils=(ANNA, twin)) == {2: "Anna Åberg"}
    twice = (PlatformRow(1, "", set(), "Bo Ek"), PlatformRow(2, "", set(), "Ek, Bo"))
    assert known(*twice) == {}, "two rows of one name"
    assert (
        known(PlatformRow(1, "", {"s1002"}, ""), PlatformRow(2, "", {"bo@skola.se"}, "")) == {}
    ), "two rows of his"


def test_several_texts_count_if_they_agree() -> None:
    both = msgspec.structs.replace(ANNA, essays=(essay_id(1), essay_id(2)))
    assert grade_of(both, facts_of("canvas", grades={1: "B", 2: "B"})) == "B"
    facts = facts_of("canvas", grades={1: "B", 2: "C"}, pupils=(both, BO))
    assert grade_of(both, facts) == ""
    assert undecided(facts) == ("Anna Åberg",)


def test_names_are_alike_in_any_order_and_form() -> None:
    assert plain("Åberg,  Anna") == plain("ANNA Åberg") == plain("Anna A\u030aberg")
