"""What simple rules of a style sheet say."""

import pytest
from lxml import etree

from huleedu.services.files.domain.appearance import NOTHING, Look
from huleedu.services.files.domain.html.css import colour, declared, rules_of


@pytest.mark.parametrize(
    ("declarations", "look"),
    [
        ("", NOTHING),
        ("margin: 0; font: x", NOTHING),
        ("display:none", Look(hidden=True)),
        ("DISPLAY : None !important", Look(hidden=True)),
        ("visibility: hidden", Look(hidden=True)),
        ("visibility: visible", Look(hidden=False)),
        ("mso-hide:all", Look(hidden=True)),
        ("color: #FFF; background: #000 url(x)", Look(colour="ffffff", ground="000000")),
        ("background-color: yellow", Look(ground="")),
        ("background: none", NOTHING),
        ("font-size: 2px", Look(size_pt=1.5)),
        ("font-size: 1.2.3pt", NOTHING),
        ("vertical-align: super", Look(raised=True)),
    ],
)
def test_what_declarations_say(declarations: str, look: Look) -> None:
    assert declared(declarations) == look


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("white", "ffffff"),
        ("#1F3864", "1f3864"),
        ("rgb(255, 255, 255)", "ffffff"),
        ("rgba(0,0,0,0.5)", "000000"),
        ("rgba(0 0 0 / 0)", None),
        ("transparent", None),
        ("tomato", ""),
    ],
)
def test_colours_are_told_in_many_ways(told: str, found: str | None) -> None:
    assert colour(told) == found


def test_a_narrower_rule_stands_over_a_wider_one() -> None:
    rules = rules_of(
        [
            "/* p {color: white} */ p {color: #111111; font-size: 9pt} .a {color: #222222}",
            "p.a, #i {color: #333333} @media print {.a {display: none}} div p {display: none}",
        ]
    )
    for page, found in (
        ("<p/>", "111111"),
        ('<p class="b a"/>', "333333"),
        ('<b class="a"/>', "222222"),
        ('<b id="i"/>', "333333"),
        ('<p class="a" style="color:#444444"/>', "444444"),
    ):
        assert rules.look(etree.fromstring(page)).colour == found
    assert rules.look(etree.fromstring("<p/>")) == Look(colour="111111", size_pt=9)
    assert rules.look(etree.fromstring("<i/>")) == NOTHING
