"""A pupil's name does not reach who judges their text, and the text does."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huleedu.services.judging.domain.anonymise import anonymise, mentions

TEXT = "I was ten when it began, and nobody knew.\n"


@pytest.mark.parametrize(
    "written",
    [
        "Åsa Maria Öberg",
        "ÅSA MARIA ÖBERG",
        "Öberg, Åsa Maria",
        "åsa  maria\nöberg",
        "Öberg Åsa Maria",
        "Asa Maria Oberg",
    ],
)
def test_a_whole_name_goes_however_it_is_written(written: str) -> None:
    text = f"{written}, 9B\n\nMy summer. I am {written}."
    for form in ("NFC", "NFD"):
        assert anonymise(unicodedata.normalize(form, text), "Åsa Maria Öberg") == (
            "[name], 9B\n\nMy summer. I am [name]."
        )


@pytest.mark.parametrize(
    ("pupil", "head", "left"),
    [
        ("Anna Lindberg", "Anna / 9B", "[name] / 9B"),
        ("Anna Lindberg", "Lindberg 9B", "[name] 9B"),
        ("Anna Lindberg", "Anna L, 9B", "[name], 9B"),
        ("Anna Lindberg", "Namn: Anna L. Klass: 9B", "Namn: [name]. Klass: 9B"),
        ("Anna Lindberg", "A.L. Year 11", "[name]. Year 11"),
        ("Anna Lindberg", "AL, Sv2", "[name], Sv2"),
        ("Anna Lindberg", "A. Lindberg", "[name]"),
        ("Anna Lindberg", "annlin07 9B", "[name] 9B"),
        ("Anna Lindberg", "anna.lindberg@skola.example", "[name]"),
        ("Anna Lindberg", "grodan11@mail.example", "[name]"),
        ("Anna Lindberg", "Annas novell", "[name]s novell"),
        ("Katarina Ek", "Kattis\n9B", "[name]\n9B"),
        ("Lars Öberg", "Lasse Öberg, 9B", "[name], 9B"),
        ("William Hassan", "Will, 9B", "[name], 9B"),
        ("Maja-Lena von Essen", "Maja, 9B", "[name], 9B"),
        ("Maja-Lena von Essen", "von Essen, Maja-Lena", "[name]"),
        ("Siobhán O’Brien", "Siobhan O'Brien 9 A", "[name] 9 A"),
        ("Siobhán O’Brien", "Siobhan O′Brien 9 A", "[name] 9 A"),
        ("Sofia Ek", "Sophia\n9B", "[name]\n9B"),
        ("Love Ek", "Love, 9B", "[name], 9B"),
        ("Sol", "Sol, 9B", "[name], 9B"),
        ("May Long", "May Long, 14 May 2026", "[name], 14 May 2026"),
        ("Love Ek", "What Love Means", "What Love Means"),
        ("My Ek", "My Vacation", "My Vacation"),
        ("Anna Berg", "Teacher: Ms Whitfield, 9 A", "Teacher: Ms Whitfield, 9 A"),
    ],
)
def test_nothing_of_a_name_is_left_in_the_head(pupil: str, head: str, left: str) -> None:
    assert anonymise(f"{head}\n\n{TEXT}", pupil) == f"{left}\n\n{TEXT}"


@pytest.mark.parametrize(
    ("signature", "left"),
    [
        ("/Björn", "/[name]"),
        ("Kram Björn", "Kram [name]"),
        ("/B.Å.", "/[name]."),
        ("Mvh\nBjörn Å", "Mvh\n[name]"),
        ("Björn Åkesson, 9B", "[name], 9B"),
        ("björn@mail.example", "[name]"),
        ("Antal ord: 312", "Antal ord: 312"),
    ],
)
def test_nothing_of_a_name_is_left_in_the_signature(signature: str, left: str) -> None:
    for between in ("\n\n", "\n"):
        text = f"{TEXT}Björn means bear, and that was all.{between}"
        assert anonymise(text + signature, "Björn Åkesson") == text + left


def test_a_signature_behind_the_last_sentence_goes() -> None:
    assert anonymise("And that was all I had to say about it. /Hope", "Hope Ek").endswith("/[name]")


def test_a_page_header_in_the_midst_of_a_text_goes() -> None:
    text = f"{TEXT}{TEXT}{{}}\n{TEXT}{TEXT}"
    assert anonymise(text.format("Sol Sida 2"), "Sol Ek") == text.format("[name] Sida 2")


@pytest.mark.parametrize(
    ("pupil", "said", "left"),
    [
        ("Anna Lindberg", "Anna ran, and anna fell.", "[name] ran, and [name] fell."),
        ("Anna Lindberg", "Annas bok. Anna’s book.", "[name]s bok. [name]’s book."),
        ("Anna Lindberg", "Familjen Lindberg kom.", "Familjen [name] kom."),
        ("Anna Lindberg", "They call me annlin07 now.", "They call me [name] now."),
        ("Anna Lindberg", "Anna Svensson and Anna-Karin.", "Anna Svensson and Anna-Karin."),
        ("Ida Lindgren", "I read Astrid Lindgren.", "I read Astrid Lindgren."),
        ("Will Young", "Will you? I will. Then Will ran.", "Will you? I will. Then [name] ran."),
        ("Will Young", "Will Young ran. Young people.", "[name] ran. Young people."),
        ("Björn Ek", "Björn är farlig. Då kom Björn.", "Björn är farlig. Då kom [name]."),
        ("Björn Ek", "Jag heter björn, sa han.", "Jag heter [name], sa han."),
        ("Grace Hill", "“Grace!” I said. So Grace won.", "“Grace!” I said. So [name] won."),
        ("May Lee", "It was in May. I told May so.", "It was in May. I told [name] so."),
        ("Thi Mai", "This is it. I am Thi.", "This is it. I am [name]."),
        ("Maria Holm", "My friend Mia came.", "My friend Mia came."),
        ("Lars Holm", "So Lasse came.", "So [name] came."),
        ("Josefin Holm", "Hon kallar mig Jossan.", "Hon kallar mig [name]."),
        ("Bo Ek", "Bo Ekman, Åbo Ek and Bo. I Ek!", "Bo Ekman, Åbo Ek and [name]. I [name]!"),
    ],
)
def test_in_running_text_a_name_goes_and_a_word_stays(pupil: str, said: str, left: str) -> None:
    text = f"{TEXT * 3}\nSo it began, and it was a long way home. {{}} Nobody knew it.\n\n{TEXT}"
    assert anonymise(text.format(said), pupil) == text.format(left)


def test_a_text_of_nobody_known_stays_as_it_is() -> None:
    assert anonymise("Bo\u0308 Ek", "") == "Bo\u0308 Ek"
    assert anonymise("Bo Ek", "7") == "Bo Ek"


@given(st.text(max_size=200), st.text("abÅö -’.", max_size=12))
def test_mentions_stand_in_order_and_apart(text: str, pupil: str) -> None:
    text = unicodedata.normalize("NFC", text)
    found = mentions(text, pupil)
    flat = [at for span in found for at in span]
    assert flat == sorted(set(flat))
    assert all(0 <= at <= len(text) for at in flat)
