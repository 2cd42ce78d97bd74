"""Each part of the installation is well, to be looked at, or not well, and each has a sentence."""

import ast
from pathlib import Path

import pytest

from huleedu import engines
from huleedu.gateway.web.installation import State
from huleedu.gateway.words.choice import LANGUAGES, Language
from huleedu.gateway.words.words import words
from huleedu.kit.fitness import Advice, Finding, Fit, Unfit
from huleedu.wiring import parts

CHECKS = {"postgres": ("check", "fitness"), "nats": ("check",), "valkey": ("check",)}
ROWS = {"postgres": "database", "nats": "nats", "valkey": "valkey"}


def found_by(engine: str) -> set[str]:
    """The codes of all that an engine's check can find, read from its source."""
    codes: set[str] = set()
    for module in CHECKS[engine]:
        tree = ast.parse((Path(engines.__file__).parent / engine / f"{module}.py").read_text())
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Advice", "Unfit"):
                assert isinstance(node.func, ast.Name)
                [about, *_] = node.args
                assert isinstance(about, ast.Constant)
                row = parts.OWN_ROWS.get(str(about.value), ROWS[engine])
                codes.add(f"system.{row}.{str(about.value).lower()}.{node.func.id.lower()}")
    return codes


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("engine", CHECKS)
def test_whatever_is_found_of_an_engine_has_a_sentence(engine: str, language: Language) -> None:
    codes = found_by(engine)
    assert len(codes) >= 4
    assert [code for code in codes if not words(language).has(code)] == []


@pytest.mark.parametrize(
    ("findings", "state", "codes"),
    [
        ([Fit("version", "18")], "well", ["system.database.well"]),
        (
            [Fit("version", "18"), Advice("syncs", "…")],
            "look",
            ["system.database.syncs.advice"],
        ),
        (
            [Unfit("rights", "…"), Advice("syncs", "…")],
            "unwell",
            ["system.database.rights.unfit", "system.database.syncs.advice"],
        ),
    ],
)
def test_a_part_is_as_the_worst_that_was_found(
    findings: list[Finding], state: State, codes: list[str]
) -> None:
    part = parts.part_of("database", findings)
    assert part.state == state
    assert [each.code for each in part.said] == codes


@pytest.mark.parametrize(
    ("gigabytes", "state"), [(0.9, "unwell"), (1.1, "look"), (4.9, "look"), (5.1, "well")]
)
def test_a_disk_is_told_of_before_it_is_full(gigabytes: float, state: State) -> None:
    assert parts.state_of_room(int(gigabytes * (1 << 30))) == state


def test_room_is_asked_for_where_a_home_will_be(tmp_path: Path) -> None:
    assert parts.existing(tmp_path / "not" / "yet") == tmp_path


async def test_dictionaries_that_are_missing_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    [there] = await parts.of_dictionaries()
    assert there.state == "well"
    monkeypatch.setattr(parts, "without_dictionary", lambda: ("sv",))
    [missing] = await parts.of_dictionaries()
    assert missing.state == "unwell"
    assert [each.code for each in missing.said] == ["system.dictionaries.missing.sv"]
