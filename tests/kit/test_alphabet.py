"""Names stand where people look for them."""

from huleedu.kit.alphabet import alphabetical


def test_accents_stand_with_their_letter_and_swedish_ones_after_z() -> None:
    in_order = [
        "Elif",
        "Élise",
        "émile",
        "Łukasz",
        "Zlatan",
        "Åsa",
        "A\u030asa B",
        "Ängla",
        "Ærø",
        "Örjan",
    ]
    assert sorted([*reversed(in_order)], key=alphabetical) == in_order


def test_the_same_letters_have_one_order() -> None:
    assert sorted(["anna", "Anna"], key=alphabetical) == sorted(["Anna", "anna"], key=alphabetical)
