"""Class lists as schools' programs write them: every codec, separator and order of names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huleedu.services.classes.api.lists import ClassList, ListRefused, read_list

Named = tuple[str, tuple[str, ...]]
ANNA, BJORN = ("Anna-Karin Åberg", ("9B",)), ("Björn Weiß", ("9B",))


def pupils(text: str, codec: str = "utf-8", errors: str = "strict") -> tuple[Named, ...]:
    answer = read_list(text.encode(codec, errors))
    assert isinstance(answer, ClassList)
    return tuple((pupil.name, pupil.groups) for pupil in answer.pupils)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("between", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_codec_and_separator_gives_the_same_names(codec: str, between: str, end: str) -> None:
    rows = [("Namn", "Klass"), ("Anna-Karin Åberg", "9B"), ("Björn Weiß", "9B"), ("", "")]
    text = end.join(between.join(row) for row in rows)
    assert pupils(text, codec) == (ANNA, BJORN)


def test_a_list_from_an_older_windows_program_keeps_its_letters() -> None:
    assert pupils("Namn;Klass\nAnna-Karin Åberg;9B\nBjörn Weiß;9B", "cp1252") == (ANNA, BJORN)


def test_a_damaged_letter_costs_one_letter_and_not_all_of_them() -> None:
    found = pupils("Namn\nBjörn \udcffström\nÅsa Öberg", "utf-8", "surrogateescape")
    assert found == (("Björn \ufffdström", ()), ("Åsa Öberg", ()))


@pytest.mark.parametrize(
    "text",
    [
        "Efternamn;Förnamn;Klass\nÅberg;Anna-Karin;9B\nWeiß;Björn;9B",
        "Förnamn,Efternamn,Klass\nAnna-Karin,Åberg,9B\nBjörn,Weiß,9B",
        "Personnummer,Surname,Given name,Class\n1,Åberg,Anna-Karin,9B\n2,Weiß,Björn,9B",
        'Namn,Klass\n"Åberg, Anna-Karin",9B\n"Weiß, Björn",9B',
        "Namn,Klass\nÅberg, Anna-Karin,9B\nWeiß, Björn,9B",
        "Namn;Klass\nÅberg, Anna-Karin;9B\nWeiß, Björn;9B",
        "sep=;\nNamn;Klass\nÅberg, Anna-Karin;9B\nWeiß, Björn;9B",
        "Anna-Karin Åberg;9B\nBjörn Weiß;9B",
        "20110203-1234;Anna-Karin Åberg;9B\n20110203-1235;Björn Weiß;9B",
        "Anna-Karin;Åberg;9B\nBjörn;Weiß;9B",
        "9B,Anna-Karin Åberg,a@b.se\n9B,Björn Weiß,b@b.se",
        "klass\tELEV\n9B\tAnna-Karin   Åberg\n\n9B\tBjörn Weiß\n9B\tBjörn Weiß",
        "Klass;Namn\n9B;Anna-Karin A\u030aberg\n9B;Bjo\u0308rn Weiß",
    ],
)
def test_each_way_of_writing_a_name_is_understood(text: str) -> None:
    assert pupils(text) == (ANNA, BJORN)


@pytest.mark.parametrize(
    "text",
    ["Anna Ek\nBo Å", "Namn\nEk, Anna\nÅ, Bo", '"Ek, Anna"\n"Å, Bo"', "Name:\nAnna Ek\nBo Å"],
)
def test_a_list_of_nothing_but_names_will_do(text: str) -> None:
    assert pupils(text) == (("Anna Ek", ()), ("Bo Å", ()))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Maja Sofia;Lindberg;9A\nOlle Karl;Ek;9A", ["Maja Sofia Lindberg", "Olle Karl Ek"]),
        ('"Förnamn\n(tilltalsnamn)";Efternamn\nMaja;Lund\nOlle;Ek', ["Maja Lund", "Olle Ek"]),
        ("Maja Lo;Eva Berg\nOlle Ek;Eva Berg\nBo Ek;Eva Berg", ["Maja Lo", "Olle Ek", "Bo Ek"]),
        ("Elevkod;Klass\nK7M;9A\nB2X;9A", ["K7M", "B2X"]),
    ],
)
def test_lists_that_were_read_wrong_once_are_read_right(text: str, names: list[str]) -> None:
    assert [name for name, _ in pupils(text)] == names


def test_two_pupils_of_one_name_in_two_classes_both_stay() -> None:
    assert len(pupils("namn;klass\nAnna Ek;9A\nAnna Ek;9B\nAnna Ek;9B")) == 2


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "no_name"),
        (b"\n\n;;\n", "no_name"),
        (b"Namn;Klass\n", "no_name"),
        (b"123;456\n", "no_name"),
        (b"PK\x03\x04rest of a workbook", "no_csv"),
        (b"%PDF-1.7", "no_csv"),
        (b"Namn\n" + "Юлия Фёдорова\n".encode("cp1251") * 9, "no_text"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "no_text"),
        (b"Namn\n" + b"x" * (1 << 20), "too_large"),
        (b"Namn\n" + b"".join(b"A%d\n" % n for n in range(5_001)), "too_many_names"),
        (b'"' + b"x" * 200_000, "damaged"),
    ],
)
def test_what_is_no_class_list_is_refused_with_a_reason(content: bytes, code: str) -> None:
    answer = read_list(content)
    assert isinstance(answer, ListRefused)
    assert answer.reason.code == f"roster.{code}"


@given(st.binary(max_size=300))
def test_any_bytes_are_a_list_or_refused(content: bytes) -> None:
    answer = read_list(content)
    assert isinstance(answer, ListRefused) or answer.pupils


@given(
    st.lists(
        st.from_regex(r"\A[A-ZÅÄÖÉ][a-zåäöéß]{1,8} [A-ZÅÄÖÉ][a-zåäöéß]{1,8}\Z"),
        min_size=1,
        unique=True,
    ),
    st.sampled_from(["utf-8", "utf-16", "cp1252"]),
)
def test_names_come_back_as_they_were_written(names: list[str], codec: str) -> None:
    found = pupils("\n".join(["Namn;Klass", *(f"{name};9B" for name in names)]), codec)
    assert [name for name, _ in found] == names
