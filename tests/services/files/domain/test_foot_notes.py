"""Notes at the feet of pages come at the end of the text, apart from sentences that go on."""

from huleedu.services.files.domain.foot_notes import with_notes_last
from huleedu.services.files.domain.lines import PageLine
from huleedu.services.files.domain.pages import paragraphs_of


def line(text: str, bottom: float, size: float = 12) -> PageLine:
    return PageLine(text, 70, 500, bottom, bottom + size, 30)


PAGES = [
    [
        line("Det var sent när festen var slut och alla skulle hem till sitt.", 740),
        line("Hon gick hem och var så glad att hon", 724),
        line("1Om detta finns mer att", 90, 10),
        line("läsa.", 78, 10),
        line("2 En bok.", 66, 10),
    ],
    [line("dansade hela vägen.", 700), line("[3] Slut.", 66, 10)],
]


def test_a_sentence_goes_on_over_the_page_and_notes_stand_at_the_end() -> None:
    assert paragraphs_of(with_notes_last(PAGES)) == [
        (
            "Det var sent när festen var slut och alla skulle hem till sitt. Hon gick hem och var "
            "så glad att hon dansade hela vägen."
        ),
        "[1] Om detta finns mer att läsa.",
        "[2] En bok.",
        "[3] Slut.",
    ]


def test_small_lines_that_are_no_notes_stay_where_they_are() -> None:
    for pages in (
        [[line("Text i boken.", 700), line("En liten bildtext", 500, 10), line("Mer text.", 400)]],
        [[line("Text i boken.", 700), line("Liten text utan nummer", 70, 10)]],
        [[line("1 Allt är lika litet", 700, 10), line("2 på den här sidan", 680, 10)]],
        [[], [line("Text.", 700)]],
        [],
    ):
        assert with_notes_last(pages) == pages
