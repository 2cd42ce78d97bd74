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
        ("“Maja Lund”;“9A”\n“Olle Ek”;“9A”", ["Maja Lund", "Olle Ek"]),
        ('Namn;Klass\n"Maja Lund;9A\nOlle Ek;9A', ["Maja Lund", "Olle Ek"]),
        ('Namn;Klass\nMaja "Majsan" Lund;9A', ['Maja "Majsan" Lund']),
        ('Namn,Klass\n"Lund; Maja",9A\n"Ek; Olle",9A', ["Maja Lund", "Olle Ek"]),
        ("Lund, Maja\nEk, Olle", ["Maja Lund", "Olle Ek"]),
    ],
)
def test_lists_that_were_read_wrong_once_are_read_right(text: str, names: list[str]) -> None:
    assert [name for name, _ in pupils(text)] == names


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Klasslista 9A;;\nLäsåret 2026/27;;\n;;\n{head}\n{body}\n;;\nAntal: 2;;", ["Antal: 2"]),
        ("Klasslista 9A\nUtskriven 2026-11-30\n\n{head}\n{body}\nAntal elever: 2", None),
        ("{head}\n{body}\nTotalt;2\n", ["Totalt 2"]),
        ("{head}\n{body}\nAntal elever;2\nSida 1 av 1", ["Antal elever 2", "Sida 1 av 1"]),
        ("{body}\nSumma 2", ["Summa 2"]),
        ("9A\n{body}", ["9A"]),
    ],
)
def test_titles_and_sums_are_no_pupils(text: str, left: list[str] | None) -> None:
    filled = text.format(head="Förnamn;Efternamn;Klass", body="Maja;Lund;9A\nOlle;Ek;9A")
    answer = read_list(filled.encode())
    assert isinstance(answer, ClassList)
    assert [pupil.name for pupil in answer.pupils] == ["Maja Lund", "Olle Ek"]
    assert list(answer.no_pupils) == (left or ["Antal elever: 2"])


def test_a_name_that_is_also_a_word_for_a_sum_stays() -> None:
    assert pupils("Förnamn;Efternamn;Klass\nSum;Li;9A\nTotal;Ek;9A") == (
        ("Sum Li", ("9A",)),
        ("Total Ek", ("9A",)),
    )


def test_columns_that_might_be_names_are_told() -> None:
    answer = read_list("Förnamn;Efternamn;Ogift\nMaja;Lund;Ek\nOlle;Ek;Öst".encode())
    assert isinstance(answer, ClassList)
    assert answer.unused == ("Ogift",)


@pytest.mark.parametrize(
    "codec", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252", "mac-roman", "cp850", "cp437"]
)
def test_headings_and_names_keep_their_letters_in_every_code_page(codec: str) -> None:
    text = "Förnamn;Efternamn;Klass\nÅsa;Öberg;9A\nZoë;Ängström;9B"
    assert pupils(text, codec) == (("Åsa Öberg", ("9A",)), ("Zoë Ängström", ("9B",)))


def test_a_list_that_was_garbled_on_its_way_is_put_right() -> None:
    assert pupils("FÃ¶rnamn;Efternamn\nÃ…sa;Ã–berg") == (("Åsa Öberg", ()),)


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
