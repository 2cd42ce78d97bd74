"""Made-up pupils write their names in ways that can be told to be theirs."""

import random

from huleedu.bench.matching_names import bare, person, signature, slip


def test_a_slip_is_one_and_never_at_the_beginning() -> None:
    for seed in range(200):
        wrong = slip(random.Random(seed), "Lindström")
        assert wrong[0] == "L"
        assert abs(len(wrong) - len("Lindström")) <= 1
    assert slip(random.Random(1), "Lind") == "Lind"


def test_letters_are_as_on_keyboards_elsewhere() -> None:
    assert bare("Åsa Yılmaz Müller") == "Asa Yilmaz Muller"


def test_a_signature_holds_something_of_the_name_and_ways_differ() -> None:
    dice = random.Random(3)
    who = person(dice, swedish=True, given="Åsa", last="Öberg")
    written = {signature(dice, who) for _ in range(200)}
    assert {"Åsa Öberg", "Öberg, Åsa", "Asa Oberg", "Åsa"} <= written
    assert len(written) > 8
