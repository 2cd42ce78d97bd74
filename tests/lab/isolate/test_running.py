"""pytest is run in processes of its own."""

from pathlib import Path

from tests.program import InThisProcess


def test_a_suite_that_cannot_be_collected_is_told(tmp_path: Path) -> None:
    (tmp_path / "test_broken.py").write_text("import no_such_module\n")
    program = InThisProcess({"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}, tmp_path)
    ran = program.run("lab", "isolate")
    assert ran.code == 3
    assert "no_such_module" in ran.err
    assert program.run("lab", "isolate", "--", "nosuch.py").code == 3
