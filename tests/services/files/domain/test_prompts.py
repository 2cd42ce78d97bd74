"""What a template says is not what the pupil wrote."""

import pytest

from huleedu.services.files.domain.prompts import is_only_labels, without_prompts


@pytest.mark.parametrize(
    "prompt",
    [
        *("Klicka eller tryck här för att ange text.", "Klicka här för att ange datum."),
        *("Click or tap here to enter text.", "Click to enter a date.", "Choose an item."),
        *("[Skriv din text här]", "Skriv här…", "Type your text here", "[Write your answer here]"),
        *("[Infoga rubrik, högst tio ord]", "[Type the document title]", "<Skriv texten här>"),
    ],
)
def test_a_line_that_asks_to_write_is_left_out(prompt: str) -> None:
    text = f"Min resa\n\n{prompt}\n\nVi åkte till sjön."
    assert without_prompts(text) == ("Min resa\n\nVi åkte till sjön.", [prompt])
    assert without_prompts(prompt)[0] == ""


@pytest.mark.parametrize(
    "text",
    [
        "Skriv här, sa hon, och gav mig en penna.",
        "Click here to enter the castle of my dreams, it said.",
        "[Skrivet i Malmö]",
        "He said: type your text here and be quick.",
    ],
)
def test_a_sentence_with_such_words_stays(text: str) -> None:
    assert without_prompts(text) == (text, [])


@pytest.mark.parametrize(
    "text",
    [
        *("Namn:", "Namn:\nKlass:\nDatum:", "Namn: ____________", "Namn ______ Klass ______"),
        *("Namn: Maja Lindberg\nKlass: 9A\n\nDatum: 2026-11-30", "Name and class:", "NAME"),
        *("Titel: Min sommar", "Name: ........ Class: ........"),
    ],
)
def test_whose_it_is_to_be_is_no_text(text: str) -> None:
    assert is_only_labels(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "Namn:\nJag heter Maja.", "Min sommar", "Name: \nMy holiday", "Klassen åkte hem."),
        *("Namn: Jag skriver min text här på raden bredvid, för det fanns ingen plats.",),
    ],
)
def test_a_text_is_more_than_that(text: str) -> None:
    assert not is_only_labels(text)
