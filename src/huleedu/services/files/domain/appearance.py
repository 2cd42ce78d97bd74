"""Tell whether words that stand in a document can be seen on paper."""

from typing import NamedTuple

from huleedu.services.files.domain.left_out import Unseen

WHITE = "ffffff"
CONTRAST_SEEN_MIN = 1.1
"""The contrast (WCAG 2) below which nobody tells letters from their ground: #f5f5f5 on white."""
SIZE_SEEN_MIN_PT = 3.0
"""Letters below this size are dust; the smallest print on a package has 4 pt."""


class Look(NamedTuple):
    """What a style or a setting says of words; None: nothing."""

    hidden: bool | None = None
    colour: str | None = None
    """Six hex digits, in small letters; empty: whatever can be read."""
    ground: str | None = None
    """Behind the words, likewise; empty: not known."""
    size_pt: float | None = None
    raised: bool | None = None
    """Set as an exponent is."""

    def over(self, other: "Look") -> "Look":
        """This, and what the other says where this says nothing."""
        return Look(
            other.hidden if self.hidden is None else self.hidden,
            other.colour if self.colour is None else self.colour,
            other.ground if self.ground is None else self.ground,
            other.size_pt if self.size_pt is None else self.size_pt,
            other.raised if self.raised is None else self.raised,
        )

    @property
    def unseen(self) -> Unseen | None:
        """Why such words can't be seen; None: they can."""
        if self.hidden:
            return "hidden"
        if self.size_pt is not None and self.size_pt < SIZE_SEEN_MIN_PT:
            return "tiny"
        if self.colour and self.ground and _contrast(self.colour, self.ground) < CONTRAST_SEEN_MIN:
            return "same_colour"
        return None


NOTHING = Look()
PAPER = Look(ground=WHITE)
UNKNOWN_GROUND = Look(ground="")


def hex_colour(told: str | None) -> str | None:
    """`#FFF`, `FFFFFF` and the like as `Look` holds a colour; None: it is told otherwise."""
    digits = (told or "").removeprefix("#").lower()
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    is_colour = len(digits) == 6 and all(digit in "0123456789abcdef" for digit in digits)
    return digits if is_colour else None


def _contrast(one: str, other: str) -> float:
    """From 1, the same, to 21, black on white."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


_RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_LOWERED = str.maketrans("0123456789+-−", "₀₁₂₃₄₅₆₇₈₉₊₋₋")


def raised(text: str) -> str:
    """An exponent as it looks, so that 10 with a raised 2 is not 102."""
    return _moved(text, _RAISED, "^")


def lowered(text: str) -> str:
    """An index as it looks."""
    return _moved(text, _LOWERED, "_")


def exponent(text: str) -> str:
    """Words set raised: digits as they look; letters (the st of 1st, a mark) as they are."""
    return text.translate(_RAISED) if all(ord(letter) in _RAISED for letter in text) else text


def _moved(text: str, letters: dict[int, int], sign: str) -> str:
    if all(ord(letter) in letters for letter in text):
        return text.translate(letters)
    return f"{sign}{text}" if text.isalnum() else f"{sign}({text})"
