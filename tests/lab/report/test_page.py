"""The report shows a history's verdict as a picture and in words, and needs nothing else."""

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape

import pytest

from huleedu.lab.check import check
from huleedu.lab.explain import explain
from huleedu.lab.generate import Workload, generate
from huleedu.lab.history import History, MarkLine, OperationKind
from huleedu.lab.report import drawing, report

Tell = Callable[..., History]


def page_of(history: History, title: str = "30 for 15") -> str:
    return report(history, check(history), title=title, facts={"seed": "7"})


def test_a_violation_is_marked_explained_and_drawn(tell: Tell) -> None:
    history = tell((0, 5, "Åsa", "assigned", 1), (2, 8, "Örjan", "assigned", 1))
    page = unescape(page_of(history))
    assert page.count("Slot 1 was given to both 'Åsa' and 'Örjan'.") == 2  # the verdict, and why
    assert "lines 3, 4, 5, 6" in page
    assert len(re.findall('<rect class="assigned bad"', page)) == 2
    assert len(re.findall('<text class="number".*>1</text>', page)) == 2


@pytest.mark.parametrize("calls", [0, 1, 100, 1000])
def test_the_page_loads_nothing_and_has_no_script(calls: int) -> None:
    page = page_of(generate(Workload(calls=calls), 3))
    assert "<script" not in page
    assert not re.search(r"""(src|href)\s*=\s*["']?(?!#)""", page)
    assert "url(" not in page
    assert "default-src 'none'" in page


def test_names_cannot_break_out_of_the_page(tell: Tell) -> None:
    evil = '"><script>alert(1)</script>\u202e'
    history = tell((0, 5, evil, "assigned", 1), (1, 3, "b", "assigned", 1))
    history = replace(history, marks=[MarkLine(at=2, what=evil)])
    assert "<script" not in page_of(history, title=evil)


def test_the_picture_can_be_read_without_seeing_it(tell: Tell) -> None:
    page = page_of(tell((0, 5, "Åsa", "assigned", 1), (6, 8, OperationKind.CLOSE, "closed")))
    assert 'role="img"' in page
    assert "2 calls by 1 processes" in page
    assert page.count("<tr><td>p</td>") == 2
    assert "<bdi>Åsa</bdi>" in page


def test_a_long_history_is_drawn_as_a_density_and_around_its_violation(tell: Tell) -> None:
    rows = [(10 * n, 10 * n + 15, f"c{n}", "assigned", n + 1) for n in range(6000)]
    rows[4000] = (40000, 40015, "c4000", "assigned", 4000)
    page = page_of(tell(*rows, slots=6000))
    assert 'class="window"' in page
    assert page.count("<title>") < drawing.DRAWN_MAX
    assert page.count(" bad") >= 2
    assert len(page) < 1_000_000


def test_the_explanation_stands_in_the_page(tell: Tell) -> None:
    history = tell((0, 5, "a", "assigned", 1), (6, 8, "a", "replayed", 1), slots=1)
    page = report(history, check(history), title="t", facts={}, explanation=explain(history, 1, 2))
    assert "Why 2 and not 1" in page
    assert "a replay is the answer of before" in page


def test_unknown_is_no_pass_on_the_page_either(tell: Tell) -> None:
    page = page_of(tell((0, 5, "a", "handled")))
    assert "Unknown: no pass" in page
    assert 'class="verdict unknown"' in page
