"""Where nothing but the essentials is installed, all works that can; what cannot says so."""

from pathlib import Path

import pytest
from tests.program import Program

from huleedu.sample import SampleClass

# found by every Python that a command starts: these modules are not installed
HIDES = """
import sys
from importlib.machinery import PathFinder

class Without(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        hidden = name.partition(".")[0] in {hidden!r}
        return None if hidden else super().find_spec(name, path, target)

sys.meta_path[:] = [Without if one is PathFinder else one for one in sys.meta_path]
"""
CLIENTS = ("nats", "valkey", "uvloop", "resvg_py", "fontpkg_noto_sans", "fontpkg")
DECISIONS = "judge,winner,loser\n" + "".join(
    f"J,{better},{worse}\n" for better, worse in (("a", "b"), ("b", "c"), ("a", "c"), ("c", "b"))
)


@pytest.fixture
def bare(tmp_path: Path) -> Program:
    """The program without any extra, on a home of its own."""
    hider = tmp_path / "hider"
    hider.mkdir()
    (hider / "sitecustomize.py").write_text(HIDES.format(hidden=CLIENTS))
    environment = {"PYTHONPATH": str(hider), "HULEEDU_HOME": str(tmp_path / "no home")}
    return Program(environment, tmp_path)


def at(program: Program, **environment: str) -> Program:
    return Program({**program.environment, **environment}, program.folder)


async def test_a_class_is_assessed_and_ranked_without_any_extra(
    bare: Program, home: Path, school_class: SampleClass, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    done = await at(bare, HULEEDU_HOME=str(home)).run(
        "assess", str(school_class.essays), "--judge", "baseline", "--out", str(out)
    )
    assert done.code == 1, done.err  # some of its files are no good
    assert (out / "ranking.svg").exists()
    assert not (out / "ranking.png").exists()
    assert "not drawn: `uv run --extra png huleedu …` draws it" in done.out


async def test_a_ranking_is_drawn_as_svg_alone(bare: Program, tmp_path: Path) -> None:
    (tmp_path / "decisions.csv").write_text(DECISIONS)
    done = await bare.run("judging", "fit", "decisions.csv", "--out", "ranked")
    assert done.code == 0, done.err
    assert sorted(path.name for path in (tmp_path / "ranked").iterdir()) == [
        *("judges.csv", "ranking.csv", "ranking.json", "ranking.svg")
    ]
    assert done.err == (
        "There is ranking.svg, and no ranking.png. What draws a PNG is not installed: "
        "`uv run --extra png huleedu …` brings it.\n"
    )


@pytest.mark.parametrize(
    ("engine", "environment"),
    [
        ("NATS", {"HULEEDU_BUS": "nats"}),
        ("NATS", {"HULEEDU_BUS": "nats", "HULEEDU_NATS_URL": "nats://127.0.0.1:1"}),
        ("Valkey", {"HULEEDU_SLOT_LEDGER": "valkey"}),
        ("Valkey", {"HULEEDU_SLOT_LEDGER": "valkey", "HULEEDU_VALKEY_URL": "valkey://127.0.0.1:1"}),
    ],
)
async def test_an_engine_that_nothing_speaks_to_is_no_traceback(
    bare: Program, on_database: Program, engine: str, environment: dict[str, str]
) -> None:
    done = await at(bare, **on_database.environment, **environment).run("run", "all")
    assert done.code == 3
    assert done.err.endswith(
        f"What speaks to {engine} is not installed: `uv run --extra {engine.lower()} huleedu …` "
        "brings it.\n"
    )


async def test_the_lab_tries_the_ledger_on_postgresql_and_says_what_others_take(
    bare: Program, tmp_path: Path
) -> None:
    few = ("--tasks", "6", "--slots", "3", "--processes", "2")
    done = await bare.run("lab", "run", "slots", "--ledger", "postgres", *few, "--out", "lab")
    assert done.code == 0, done.err
    for more in (
        ("--ledger", "valkey"),
        ("--ledger", "placeholder"),
        ("--ledger", "postgres", "--bus", "nats"),
    ):
        done = await bare.run("lab", "run", "slots", *few, *more, "--out", more[-1])
        assert done.code == 3
        assert "is not installed: `uv run --extra" in done.err
        assert "Traceback" not in done.err
    done = await bare.run("lab", "story", "--out", "story")
    assert done.code == 3
    assert "is not installed: `uv run --extra valkey" in done.err


async def test_what_is_measured_without_uvloop_says_so(bare: Program, on_database: Program) -> None:
    done = await at(bare, **on_database.environment).run("bench", "slots", "--valkey")
    assert done.code == 3
    assert done.err.startswith("Without uvloop, which is faster: `uv run --extra uvloop huleedu …`")
    assert "What speaks to Valkey is not installed" in done.err
