"""What people paste as judges is understood, or the line that is not is named."""

from uuid import UUID

import pytest

from huleedu.gateway.judge_lines import (
    JUDGES_MAX,
    JudgeLine,
    LineWrong,
    NoSuchGroup,
    barred_by,
    read_judges,
)

KARIN = JudgeLine("Karin Lind", "karin@skola.se")


@pytest.mark.parametrize(
    ("line", "judge"),
    [
        ("Karin Lind", JudgeLine("Karin Lind")),
        ("  Karin   Lind <karin@skola.se>", KARIN),
        ('"Karin Lind" <karin@skola.se>', KARIN),
        ("Karin Lind, karin@skola.se", KARIN),
        ("Karin Lind;karin@skola.se", KARIN),
        ("Karin Lind\tkarin@skola.se", KARIN),
        ("1. Karin Lind, karin@skola.se", KARIN),
        ("- Karin Lind, karin@skola.se", KARIN),
        ("karin@skola.se", JudgeLine("karin", "karin@skola.se")),
        ("Karin Lind, 9A, karin@skola.se, 9B", JudgeLine("Karin Lind", KARIN.email, ("9A", "9B"))),
        ("Karin Lind, 9A", JudgeLine("Karin Lind", "", ("9A",))),
        ("Karin Lind\tkarin@skola.se\t40\t9A", JudgeLine("Karin Lind", KARIN.email, ("9A",), 40)),
        ("karin@skola.se, 40", JudgeLine("karin", KARIN.email, (), 40)),
        ('"Lind, Karin",karin@skola.se,9A', JudgeLine("Lind, Karin", KARIN.email, ("9A",))),
        (
            '"Lind, Karin";karin@skola.se;"9A, French"',
            JudgeLine("Lind, Karin", KARIN.email, ("9A, French",)),
        ),
        ("Karin Lind, 0", JudgeLine("Karin Lind", "", ("0",))),
    ],
)
def test_a_line_names_a_judge(line: str, judge: JudgeLine) -> None:
    assert read_judges(f"\n{line}\n\n") == [judge]


def test_lines_keep_their_order() -> None:
    assert read_judges("B\nA\r\nC") == [JudgeLine(name) for name in "BAC"]


@pytest.mark.parametrize(
    "heading", ["Name;E-mail;Quota;Not their class", "\ufeffnamn,e-post,antal,grupp", "Judge\tMail"]
)
def test_a_heading_names_nobody(heading: str) -> None:
    assert read_judges(f"{heading}\nKarin Lind;karin@skola.se\n") == [KARIN]
    assert read_judges(f"Bo\n{heading}") != [JudgeLine("Bo")], "only the first line is one"
    assert read_judges("Name, 9A") == [JudgeLine("Name", "", ("9A",))]


@pytest.mark.parametrize(
    ("pasted", "wrong"),
    [
        (", karin@skola.se", LineWrong("no_name", ", karin@skola.se")),
        ("Karin\nkarin, x@y.se", LineWrong("twice", "karin")),
        ("\n".join(f"J{n}" for n in range(JUDGES_MAX + 1)), LineWrong("too_many", "500")),
    ],
)
def test_a_line_that_names_nobody_is_told(pasted: str, wrong: LineWrong) -> None:
    assert read_judges(pasted) == wrong


def test_groups_bar_their_essays_once() -> None:
    one, two, three = (UUID(int=n) for n in range(3))
    of = {"9A": [one, two], "French": [two, three]}
    assert barred_by(["9a", "french"], of) == (one, two, three)
    assert barred_by([], of) == ()
    assert barred_by(["9C"], of) == NoSuchGroup("9C", ("9A", "French"))
