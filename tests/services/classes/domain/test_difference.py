"""What a list would change: who is new, changed, the same, gone, or can't be taken in."""

from huleedu.services.classes.domain.difference import (
    Changed,
    Entry,
    KnownPupil,
    WrongCell,
    difference,
    groups_of,
)
from huleedu.services.classes.domain.tables import Table, read_table

ANNA = KnownPupil(id="a", entry=Entry(name="Anna Ek", groups=("9A",), ids=("u1",)))
BO = KnownPupil(id="b", entry=Entry(name="Bo Lo", called="Bosse"))


def table(text: str) -> Table:
    found = read_table(text.encode())
    assert isinstance(found, Table)
    return found


def test_each_pupil_is_new_changed_the_same_or_gone() -> None:
    listed = table("Namn;Klass;Id\nAnna Ek-Berg;9A;u1\nCia Mo;9A;u3")
    found = difference(listed, listed.columns, [ANNA, BO])
    married = Entry(name="Anna Ek-Berg", groups=("9A",), ids=("u1",))
    assert found.changed == (Changed("a", ANNA.entry, married),)
    assert [entry.name for entry in found.new] == ["Cia Mo"]
    assert found.gone == (BO,)
    assert found.taken_in == 2


def test_what_the_list_does_not_say_stays() -> None:
    listed = table("Namn\nBo Lo\nAnna Ek")
    found = difference(listed, listed.columns, [ANNA, BO])
    assert (set(found.same), found.new, found.changed) == ({ANNA, BO}, (), ())


def test_two_of_one_name_are_told_apart_by_what_other_systems_call_them() -> None:
    listed = table("Namn;Id\nAnna Ek;u1\nAnna Ek;u2")
    found = difference(listed, listed.columns, [ANNA])
    assert [entry.ids for entry in found.new] == [("u2",)]
    assert found.same == (ANNA,)


def test_what_is_wrong_is_told_by_row_and_column_and_what_is_doubled_once() -> None:
    listed = table("Namn;E-post;Id\n;x@y.se;1\nBo Lo;nowhere;2\nCia Mo;;3\nCia Mo;;3\nDo Re;;3")
    found = difference(listed, listed.columns, [])
    assert found.wrong == (
        WrongCell(1, 0, "no_name"),
        WrongCell(2, 1, "not_an_address"),
        WrongCell(5, 2, "id_twice"),
    )
    assert found.doubled == ("Cia Mo",)
    assert [entry.name for entry in found.new] == ["Cia Mo"]


def test_of_two_classes_in_one_list_the_one_that_is_meant_is_taken() -> None:
    listed = table("Namn;Klass\nAnna Ek;9A\nBo Lo;9B")
    assert groups_of(listed, listed.columns) == ("9A", "9B")
    found = difference(listed, listed.columns, [], only=["9B"])
    assert [entry.name for entry in found.new] == ["Bo Lo"]


def test_a_title_or_a_sum_is_no_pupil_unless_names_are_numbers() -> None:
    listed = table("Namn;Klass\nAnna Ek;9A\nBo Lo;9A\nAntal: 2")
    found = difference(listed, listed.columns, [])
    assert found.wrong == (WrongCell(3, 0, "no_pupil"),)
    assert found.taken_in == 2
    coded = table("Namn\nElev 1\nElev 2\n17")
    assert difference(coded, coded.columns, []).taken_in == 3
