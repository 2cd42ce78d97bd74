"""A pupil's page is kept in facts, and reads back as it was."""

import msgspec

from huleedu.services.feedback.domain.pupils_page import (
    JudgedBy,
    MarkedWord,
    PlaceShown,
    PupilsPage,
)


def test_a_page_reads_back_as_it_was_given() -> None:
    page = PupilsPage(
        name="Anna Åberg",
        task="#set page() \\ <script>",
        criterion="Which is better?",
        school="Ekskolan",
        written="I was afriad.",
        words="Good 👍",
        shows=("grade", "place"),
        grade="B",
        place=PlaceShown(4, 12, 30),
        misspellings=(MarkedWord(6, 12, "afraid"),),
        measures={"words": 3.0},
        judged=JudgedBy(4, 1, 12),
        program=("judged",),
    )
    assert msgspec.json.decode(msgspec.json.encode(page), type=PupilsPage) == page
